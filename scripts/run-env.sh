#!/usr/bin/env bash
# Make .venv with Unisono in it, editable. With "dev", also everything that checks it.
source "$(dirname "$0")/common.sh"

make_venv .venv
say 'Installing Unisono and its browser code'
extra=()
[ "${1:-}" != dev ] || extra=(--group dev)
.venv/bin/pip install -qq -c "$constraints" -e . "${extra[@]}"
