#!/usr/bin/env bash
# Run the checks named on the command line, in order; all of them are tried before it stops.
# `pytest` and `bench` come last and take what follows them as their own arguments.
source "$(dirname "$0")/common.sh"
source scripts/node-path.sh
bin=$PWD/.venv-test/bin

lint() { "$bin/ruff" check . && "$bin/ruff" format --check .; }
types() { "$bin/mypy"; }
contracts() { PYTHONPATH=server:web:midi "$bin/lint-imports" --no-cache --no-logo; }

jstypes() {
    if [ ! -x node_modules/.bin/tsc ]; then skip 'tsc: node_modules is not there'; return 0; fi
    if compgen -G 'web/unisono_web/static/js/*.js' >/dev/null; then
        node_modules/.bin/tsc --project tsconfig.json
    fi
}

jstests() {
    local files
    if ! have node; then skip 'the JavaScript tests: no node here'; return 0; fi
    mapfile -t files < <(find tests/js -name '*.test.*js' 2>/dev/null | sort)
    [ ${#files[@]} = 0 ] || node --test --test-reporter=spec "${files[@]}"
}

# From a folder in which `import unisono` can only find the installed wheel.
pytests() {
    local root=$PWD argument options=() files=()
    for argument in "$@"; do
        if [ -e "${argument%%::*}" ]; then files+=("$root/$argument"); else options+=("$argument"); fi
    done
    [ ${#files[@]} != 0 ] || files=("$root/tests")
    mkdir -p build/pytest
    cd build/pytest || return
    UNISONO_WHEEL=$(echo "$root"/dist/unisono-*.whl) "$bin/python" -I -m pytest \
        -c "$root/pyproject.toml" --rootdir "$root" "${options[@]}" "${files[@]}"
}

# Every folder in benchmarks/ has one run.py (on the installed wheel) or run.js; what it compares
# with comes from the dependency group "bench" or from its own peers/package-lock.json.
bench() {
    local file peers
    "$bin/pip" install -qq -c "$constraints" --group bench
    for file in benchmarks/*/run.py; do
        say "$file"
        "$bin/python" -I "$file" "$@"
    done
    for file in benchmarks/*/run.js; do
        say "$file"
        peers=$(dirname "$file")/peers
        [ ! -d "$peers" ] || npm ci --prefix "$peers" --no-audit --no-fund --loglevel=error
        node "$file" "$@"
    done
}

failed=()
while [ $# -gt 0 ]; do
    check=$1
    shift
    say "$check"
    begun=$SECONDS
    case $check in pytest | bench)
        [ ${#failed[@]} = 0 ] || break
        [ "$check" != pytest ] || check=pytests
        $check "$@"
        exit
        ;;
    esac
    "$check" || failed+=("$check")
    echo "-- $check took $((SECONDS - begun)) s"
done
if [ ${#failed[@]} != 0 ]; then
    printf '\nTo mend first: %s\n' "${failed[*]}" >&2
    exit 1
fi
