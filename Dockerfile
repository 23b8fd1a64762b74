# One image for Airflow and the API; the command decides which. See docs/deployment.md.
#
# vnstock is not in the image, because its terms forbid redistribution. docs/supply-chain.md shows how to add it to
# an image of your own.

# The Python of the tests, and the major version of Node in requirements.txt.
ARG PYTHON_IMAGE=python:3.11.15-slim-bookworm@sha256:b18992999dbe963a45a8a4da40ac2b1975be1a776d939d098c647482bcad5cba
ARG NODE_IMAGE=node:24.14.0-bookworm-slim@sha256:d8e448a56fc63242f70026718378bd4b00f8c82e78d20eefb199224a4d8e33d8

FROM ${NODE_IMAGE} AS frontend
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit
COPY frontend ./
COPY api/openapi.json /src/api/openapi.json
RUN npm run build

FROM ${PYTHON_IMAGE} AS packages
ARG UV_VERSION=0.13.8
RUN pip install --no-cache-dir "uv==${UV_VERSION}"
COPY requirements-image.txt /src/
# Wheels only: no code of a package runs during the build of the image.
RUN uv venv --python "$(command -v python)" /opt/venv \
    && VIRTUAL_ENV=/opt/venv uv pip sync --no-cache --no-build --compile-bytecode /src/requirements-image.txt

FROM ${PYTHON_IMAGE}
ARG VERSION=dev
LABEL org.opencontainers.image.title="vn30" \
      org.opencontainers.image.description="VN30 prices and forecasts: Airflow with its DAGs, and the API with its app" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"

# tini reaps orphaned processes of tasks and forwards signals; LightGBM's wheel needs libgomp1 of the system. Their
# versions are those of the pinned base image's Debian.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgomp1 tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 50000 --gid 0 --home-dir /opt/airflow --create-home airflow \
    && install --directory --owner=airflow --group=root --mode=0775 /opt/airflow/logs /var/lib/vn30 \
    # The probes of Airflow's Helm chart call it.
    && printf '#!/bin/sh\nexec "$@"\n' > /entrypoint \
    && chmod 755 /entrypoint

COPY --from=packages /opt/venv /opt/venv
WORKDIR /opt/vn30
COPY dags dags
COPY plugins plugins
COPY sql sql
COPY api api
COPY include include
COPY --from=frontend /src/frontend/dist frontend/dist

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/opt/vn30/include:/opt/vn30 \
    PYTHONUNBUFFERED=1 \
    AIRFLOW_HOME=/opt/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/vn30/dags \
    AIRFLOW__CORE__PLUGINS_FOLDER=/opt/vn30/plugins \
    VN30_ENVIRONMENT=production \
    VN30_HOME=/var/lib/vn30
RUN python -m compileall -q dags plugins api include

# The user and group that Airflow's Helm chart expects. The image's files belong to root: no task can change them.
USER 50000:0
EXPOSE 8000 8080
ENTRYPOINT ["tini", "--"]
# For the API. docker-compose.yaml has the other commands, with their own health checks.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
CMD ["python", "-m", "api.serve", "--host", "0.0.0.0", "--port", "8000"]
