# Two stages: build the front end and catalogues, then a small image that runs as its own user.
FROM python:3.11-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN make .stamps/app && .venv/bin/python -m hatchling build -t wheel -d /wheel

FROM python:3.11-slim
RUN useradd --create-home --uid 1000 wandel && mkdir /data && chown wandel /data
COPY requirements/runtime.txt /tmp/runtime.txt
RUN pip install --no-cache-dir --require-hashes -r /tmp/runtime.txt
COPY --from=build /wheel /wheel
RUN pip install --no-cache-dir --no-deps /wheel/*.whl && rm -r /wheel
USER wandel
WORKDIR /data
ENV WANDEL_DATA_DIR=/data
EXPOSE 8000
CMD ["wandel", "serve", "--host", "0.0.0.0", "--workers", "2"]
