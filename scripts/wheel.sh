#!/usr/bin/env bash
# Build the wheel into dist/ and install it in .venv-test, in place of any earlier one.
source "$(dirname "$0")/common.sh"

say 'Building the wheel'
rm -f dist/unisono-*.whl
.venv-test/bin/pip wheel -qq --no-deps --wheel-dir dist .
wheel=$(echo dist/unisono-*.whl)
say "Installing $wheel"
.venv-test/bin/pip install -qq -c "$constraints" "${wheel}[postgres]"
.venv-test/bin/pip install -qq --force-reinstall --no-deps "$wheel"
echo "-- wheel took $SECONDS s"
