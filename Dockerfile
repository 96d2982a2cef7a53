# The server in a small image: no compiler, no shell in its entry point, no root.
#   docker build -t invoice-status-resolver .
#   docker run -p 127.0.0.1:50051:50051 -e RESOLVER_INSECURE=true invoice-status-resolver
# It listens on every address of the container, and so wants TLS, or to be told, as here, that the port reaches no further
# than this machine; docs/operating.md. Health checks ask the side port, which needs no TLS: docs/telemetry.md.
# Reported outcomes want a database: -e RESOLVER_OUTCOMES=postgresql://...; docs/outcomes.md.
# Other rules: -v /path/to/rules:/app/rules:ro, or a bundle: -e RESOLVER_BUNDLE=https://... with
# -v /path/to/cache:/app/bundle-cache. Settings: -e RESOLVER_...; docs/commands.md lists them.

ARG PYTHON=python:3.12-slim

FROM ${PYTHON} AS builder
# The compiler does not reach the image; whichever the base's release has will do.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --no-install-recommends -y gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY requirements/runtime.txt .
# durable-rules' own build does not optimise, and the compiler's name is the one way to make it.
RUN CC="gcc -O3" pip wheel --no-cache-dir --no-deps --require-hashes --wheel-dir wheels --requirement runtime.txt \
    && python -m venv --without-pip /opt/resolver \
    && pip --python /opt/resolver/bin/python install --no-cache-dir --no-index --no-deps wheels/*.whl \
    && pip --python /opt/resolver/bin/python check

FROM ${PYTHON}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="invoice-status-resolver" \
      org.opencontainers.image.description="Ranks the likely causes of a failed Chinese invoice lookup and says who must do what" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=builder /opt/resolver /opt/resolver
WORKDIR /app
COPY resolver resolver
COPY rules rules
RUN ["/opt/resolver/bin/python", "-m", "compileall", "-q", "resolver"]
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LANG=C.UTF-8 RESOLVER_ADDRESS=0.0.0.0:50051 \
    RESOLVER_METRICS_ADDRESS=127.0.0.1:9464 RESOLVER_OUTCOMES=none
USER 10001:10001
EXPOSE 50051
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s CMD ["/opt/resolver/bin/python", "-m", "resolver", "health"]
ENTRYPOINT ["/opt/resolver/bin/python", "-m", "resolver"]
CMD ["serve"]
