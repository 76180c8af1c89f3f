# One image for pages, workers and clock; the environment says which one it is.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /venv && /venv/bin/pip install uv
COPY requirements/core.lock requirements/scale.lock requirements/
RUN /venv/bin/uv pip install --python /venv/bin/python --require-hashes -r requirements/core.lock -r requirements/scale.lock
COPY pyproject.toml README.md LICENSE ./
COPY src src
COPY docs/guide docs/guide
RUN /venv/bin/uv pip install --python /venv/bin/python --no-deps . && /venv/bin/pip uninstall -y uv

FROM python:3.13-slim
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data trellis && install -d -m 700 -o trellis -g trellis /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 DATA_DIR=/data
USER trellis
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["trellis", "serve", "--host", "0.0.0.0", "--port", "8000"]
