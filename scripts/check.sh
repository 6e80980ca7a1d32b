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
    local root=$PWD argument options=() files=() tests isolated
    for argument in "$@"; do
        if [ -e "${argument%%::*}" ]; then files+=("$root/$argument"); else options+=("$argument"); fi
    done
    mkdir -p build/pytest
    cd build/pytest || return
    UNISONO_WHEEL=$(echo "$root"/dist/unisono-*.whl)
    export UNISONO_WHEEL
    isolated=("$bin/python" -I)
    tests=("${isolated[@]}" -m pytest -c "$root/pyproject.toml" --rootdir "$root")
    if [ ${#files[@]} != 0 ]; then
        "${tests[@]}" "${options[@]}" "${files[@]}"
    else
        two_parts "$root/tests" "${options[@]}"
    fi
}

# What judges values, as many files at once as there are processors; then what plays against the
# real clock, alone. Both are run, whatever comes of the first.
two_parts() {
    local values=0 in_time=0 workers
    workers="$(getconf _NPROCESSORS_ONLN)*popen//python=${isolated[*]}"
    trap 'exit 130' INT
    say 'pytest: values'
    "${tests[@]}" --part values --tx "$workers" --dist loadfile --no-loadscope-reorder "${@:2}" "$1" \
        || values=$?
    say 'pytest: in real time'
    "${tests[@]}" --part time "${@:2}" "$1" || in_time=$?
    # 5 says that there was no such test: of one part only, that is as it should be.
    [ $values != 5 ] || values=$in_time
    [ $in_time != 5 ] || in_time=$values
    [ $values = 0 ] || return $values
    return $in_time
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
