# diallint serve as an image, for tests that start it as a container beside them:
#
#   docker build -t diallint-serve -f ci/serve.Dockerfile .
#   docker run -e DIALLINT_TOKEN=$(openssl rand -hex 32) -e DIALLINT_SERVE='--campaign monday' -p 4580:4580 diallint-serve
#
# The package is built and installed as on any Debian 12, so that its dependencies are those that it names.
FROM debian:12 AS build
COPY . /source
RUN cd /source && ./dev package

FROM debian:12-slim
COPY --from=build /source/build/program/diallint_*.deb /packages/
RUN apt-get update && apt-get install -y --no-install-recommends /packages/diallint_*.deb \
    && rm -rf /packages /var/lib/apt/lists/*
COPY ci/serve.sh /usr/local/bin/diallint-serve
USER nobody
EXPOSE 4580
HEALTHCHECK --interval=2s --timeout=2s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/4580"]
ENTRYPOINT ["/bin/sh", "/usr/local/bin/diallint-serve"]
