#!/bin/sh
# Rewrites the three locks. They record hashes and name no host.
set -eu
cd "$(dirname "$0")"
for name in runtime build dev; do
    set -- "$name.in"
    [ "$name" = runtime ] || set -- "$@" --constraint runtime.txt
    [ "$name" = dev ] && set -- "$@" --constraint build.txt
    uv pip compile "$@" -o "$name.txt" --quiet --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-header
done
