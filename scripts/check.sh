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

# Every benchmark is a script of its own, run on the installed wheel; options go to each.
bench() {
    local file
    for file in benchmarks/bench_*.py; do
        say "${file#benchmarks/}"
        "$bin/python" -I "$file" "$@"
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
