"""On random markets every printed form of a name means its security or none, never another."""

import pytest

from bhavhouse.market.names.resolver import Resolver
from bhavhouse.pipelines.resolve import resolve, resolver_of
from printed import named, outcomes, share


@pytest.fixture(scope="module")
def resolver(simulated) -> Resolver:
    return resolver_of(simulated.house)


@pytest.mark.parametrize("at", ["first_session", "last_session"])
def test_each_form_of_a_name_means_its_security_or_none(simulated, resolver, at):
    on = getattr(simulated.summary, at)
    names = named(simulated.house, on)
    assert len(names) > 30
    counts, wrong = outcomes(resolver, names, on)
    assert wrong == []
    for form, least in {"own": 99, "without Ltd": 99, "symbol": 95, "words of 5 letters, points": 60}.items():
        assert share(counts, form) >= least, (form, counts)


def test_the_command_says_the_same_as_the_resolver(simulated, resolver):
    on = simulated.summary.last_session
    some = list(named(simulated.house, on).items())[::15]
    for security_id, (name, _) in some:
        short = " ".join(word[:5] for word in name.removesuffix(" Limited").split())
        told, found = resolve(simulated.house, short, on), resolver.resolve(short, on)
        assert [row["security_id"] for row in told.rows] == [i for i in (found.security_id,) if i]
        assert [row["security_id"] for row in resolve(simulated.house, name, on).rows] == [security_id]
