# Shared by the other scripts here; sourced, never run.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PIP_DISABLE_PIP_VERSION_CHECK=1
constraints=scripts/constraints.txt

say() { printf '\n== %s\n' "$*"; }

have() { command -v "$1" >/dev/null 2>&1; }

# In continuous integration nothing may be left out in silence: there a gap ends the run.
skip() {
    printf 'Left out: %s\n' "$*" >&2
    [ "${CI:-}" != true ] || { echo 'With CI=true nothing may be left out.' >&2; exit 1; }
}

# How commands are run as root here; fails where they cannot be.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() { have apt-get && as_root true 2>/dev/null; }

apt_updated=no
apt_install() {
    if [ $apt_updated = no ]; then as_root apt-get update -qq || true; apt_updated=yes; fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
        >/dev/null
}

# The first Python that is new enough, newest name last so that the machine's own default wins.
python_new_enough() {
    local name
    for name in python3 python3.11 python3.12 python3.13 python3.14; do
        if have $name && $name -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            echo $name
            return
        fi
    done
    echo 'Unisono needs Python 3.11 or newer and found none: try apt install python3.11' >&2
    return 1
}

# Make a virtual environment once: with the machine's venv, after installing it, or with uv.
make_venv() {
    local folder=$1 python
    [ ! -x "$folder/bin/pip" ] || return 0
    python=$(python_new_enough)
    say "Making $folder with $($python --version)"
    if ! $python -c 'import ensurepip, venv' 2>/dev/null; then
        if have uv; then uv venv --quiet --seed --python "$python" "$folder" && return; fi
        may_install || {
            echo 'Python here has no venv module; install it first: sudo apt install python3-venv' >&2
            return 1
        }
        apt_install "$($python -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    $python -m venv "$folder"
    # pip understands dependency groups from 25.1 on.
    "$folder/bin/pip" install -qq --upgrade 'pip>=25.1'
}
