"""The production-shaped stack, as far as it can be read without starting it."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from dags.installation import ROOT

COMPOSE = ROOT / "docker-compose.yml"
VARIABLE = re.compile(r"\$\{(\w+)")
SECRET = re.compile(r"secret|password|passwd|fernet|token|api_?key|credential", re.IGNORECASE)


@pytest.fixture
def compose() -> dict[str, Any]:
    return yaml.safe_load(COMPOSE.read_text())


def literals(node: Any, path: str = "") -> list[tuple[str, str]]:
    """Each value of the file under the names that lead to it."""
    if isinstance(node, dict):
        return [found for key, value in node.items() for found in literals(value, f"{path}.{key}")]
    if isinstance(node, list):
        return [found for value in node for found in literals(value, path)]
    return [(path, str(node))]


def secrets_in(node: Any) -> list[tuple[str, str]]:
    """Values that a secret's name holds, or that an address holds for one, and that no variable gives."""
    of_a_name = [
        (path, value)
        for path, value in literals(node)
        if SECRET.search(path.rsplit(".", 1)[-1]) and not value.startswith(("${", "/"))
    ]
    in_an_address = [
        (path, value) for path, value in literals(node) if re.search(r"://[^:/@]+:[^$/@][^/@]*@", value)
    ]
    return of_a_name + in_an_address


def test_the_compose_file_is_of_the_compose_schema():
    check = Path(sys.executable).with_name("check-jsonschema")
    command = [str(check), "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_secret_stands_in_the_compose_file_or_in_the_example(compose: dict[str, Any]):
    assert secrets_in(compose) == []
    example = dict(re.findall(r"(?m)^(\w+)=(.*)$", (ROOT / ".env.example").read_text()))
    assert example
    assert set(example.values()) == {""}


def test_the_search_for_secrets_finds_one():
    assert secrets_in({"environment": {"POSTGRES_PASSWORD": "airflow"}})
    assert secrets_in({"environment": {"CONN": "postgresql://airflow:airflow@postgres/airflow"}})


def test_the_example_names_every_variable_and_no_other():
    named = set(re.findall(r"(?m)^(\w+)=", (ROOT / ".env.example").read_text()))
    assert named == set(VARIABLE.findall(COMPOSE.read_text()))


def test_every_airflow_service_has_one_database_one_house_and_a_read_only_archive(compose: dict[str, Any]):
    services = {name: service for name, service in compose["services"].items() if name != "postgres"}
    assert set(services) == {"airflow-init", "api-server", "scheduler", "dag-processor", "triggerer"}
    for service in services.values():
        assert service["environment"] == compose["x-airflow"]["environment"]
        assert "house:/var/lib/bhavhouse" in service["volumes"]
        (archive,) = [v for v in service["volumes"] if isinstance(v, dict)]
        assert (archive["target"], archive["read_only"]) == ("/archive", True)
    assert compose["services"]["api-server"]["ports"] == ["127.0.0.1:8080:8080"]


def test_every_service_that_stays_says_whether_it_is_well(compose: dict[str, Any]):
    lasting = {name for name in compose["services"] if name != "airflow-init"}
    assert {name for name in lasting if "healthcheck" in compose["services"][name]} == lasting
