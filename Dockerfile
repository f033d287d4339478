FROM python:3.11-slim-bookworm

# The state folder is made here, so that a named volume laid over it belongs to the user too.
RUN useradd --create-home --uid 50000 airflow \
    && install -d -o airflow -g airflow /opt/bhavhouse /var/lib/bhavhouse \
       /opt/airflow /opt/airflow/logs /opt/airflow/auth
WORKDIR /opt/bhavhouse

# The lock first: the layer is made anew only when the dependencies change. As in the Makefile, uv comes from the
# lock itself, so that nothing unhashed is ever installed.
COPY requirements.lock ./
RUN awk '/^uv==/{on=1} on{print} on&&!/\\$/{exit}' requirements.lock > /tmp/uv.lock \
    && pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/uv.lock \
    && uv pip install --no-cache --system --require-hashes -r requirements.lock \
    && rm /tmp/uv.lock

COPY pyproject.toml README.md ./
COPY include include
COPY sql sql
COPY plugins plugins
COPY dags dags
RUN uv pip install --no-cache --system --no-build-isolation --no-deps --editable .

ENV AIRFLOW_HOME=/opt/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/bhavhouse/dags \
    AIRFLOW__CORE__PLUGINS_FOLDER=/opt/bhavhouse/plugins \
    BHAVHOUSE_HOME=/var/lib/bhavhouse
USER airflow
ENTRYPOINT ["airflow"]
