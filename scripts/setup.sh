#!/bin/sh
# Make everything a target needs, from a machine that has only Python, git and make. Does nothing when nothing is to do.
#
#   scripts/setup.sh demo    .venv with the locked packages; Pango, which draws the PDFs (without it: a warning)
#   scripts/setup.sh check   the same, and the program with which the quick tests read a PDF
#   scripts/setup.sh test    the same, and a browser and LibreOffice
#
# Python packages come from wherever pip is configured to take them. PYTHON=... chooses the interpreter.
set -eu
cd "$(dirname "$0")/.."
level=${1:-demo}
case $level in demo | check | test) ;; *) echo "usage: scripts/setup.sh [demo|check|test]" >&2; exit 2 ;; esac

say() { printf 'setup: %s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Two targets started at the same time must not fill one .venv together.
if have flock; then exec 9<scripts/setup.sh; flock 9; fi

# --- system packages --------------------------------------------------------------------------------------------------

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_install() { # installs Debian packages; false where that is not possible here
    have apt-get || return 1
    [ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2>/dev/null; } || return 1
    say "apt-get install $*"
    log=$(mktemp)
    for refresh in no yes; do
        [ $refresh = no ] || as_root apt-get -q update >>"$log" 2>&1 || true
        if as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get -q install -y --no-install-recommends "$@" >>"$log" 2>&1; then
            rm -f "$log"
            return 0
        fi
    done
    tail -n 15 "$log" >&2
    rm -f "$log"
    return 1
}

advice() { # prints how to get something: advice DEBIAN FEDORA ARCH MACOS
    if have apt-get; then say "  sudo apt-get install --no-install-recommends $1"
    elif have dnf; then say "  sudo dnf install $2"
    elif have pacman; then say "  sudo pacman -S $3"
    elif [ "$(uname -s)" = Darwin ]; then say "  brew install $4"
    else say "  your system's packages for: $2"
    fi
}

# --- Python -----------------------------------------------------------------------------------------------------------

find_python() {
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            echo "$name"
            return
        fi
    done
    return 1
}

# A Debian without python3-venv and nobody who may install it: the same pip out of the package, unpacked beside .venv.
pip_from_debian_package() {
    have apt-get && have dpkg-deb || return 1
    box=$(mktemp -d) || return 1
    mkdir -p "$box/lists/partial"
    (
        cd "$box"
        apt-get -q download python3-pip-whl ||
            { apt-get -q -o Dir::State::Lists="$box/lists" -o Dir::Cache="$box" update &&
                apt-get -q -o Dir::State::Lists="$box/lists" -o Dir::Cache="$box" download python3-pip-whl; }
        dpkg-deb -x python3-pip-whl_*.deb .
    ) >"$box/log" 2>&1 &&
        "$1" -m venv --without-pip .venv &&
        wheel=$(ls "$box"/usr/share/python-wheels/pip-*.whl) &&
        .venv/bin/python "$wheel/pip" install --quiet --no-index --no-deps "$wheel"
    status=$?
    rm -rf "$box"
    return $status
}

make_venv() {
    python=$(find_python) || {
        say "opsassess needs Python 3.11 or newer and none was found. Install one, or name it: PYTHON=/path/to/python make ..."
        advice python3 python3 python python@3.13
        exit 1
    }
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    say "making .venv with Python $version"
    rm -rf .venv
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        if ! apt_install "python$version-venv"; then
            say "this Python has no venv module, and installing it needs root; trying without"
            if pip_from_debian_package "$python"; then return; fi
            rm -rf .venv
            say "opsassess needs a virtual environment. Install the module, then run the same command again:"
            advice "python$version-venv" python3-pip python python
            exit 1
        fi
    fi
    "$python" -m venv .venv || { rm -rf .venv; stop "python -m venv failed; the lines above say why"; }
}

pip_install() { .venv/bin/python -m pip install -qq --disable-pip-version-check "$@"; }

# What .venv holds changes with the packages, with the interpreter, and with this folder, which the scripts in it name.
state() {
    python_version=$(.venv/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || return 1
    echo "$(cat requirements.lock pyproject.toml | cksum) $python_version $PWD"
}

install_packages() {
    stamp=.venv/.installed
    was=$(cat $stamp 2>/dev/null || true)
    if now=$(state); then
        if [ "$was" = "$now" ]; then return; fi
        case $was in
            '' | *" $PWD") .venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv ;;
            *) make_venv ;; # the checkout was moved or copied
        esac
    else
        make_venv
    fi
    say "installing the locked packages into .venv (a minute or two the first time)"
    if ! pip_install --require-hashes -r requirements.lock || ! pip_install --no-deps --no-build-isolation -e .; then
        stop "pip could not install the packages; the lines above say why. It takes them from where pip is configured to"
    fi
    state >$stamp
}

# --- what the documents need ------------------------------------------------------------------------------------------

draws_pdf() { .venv/bin/python -c 'import weasyprint' >/dev/null 2>&1; }

# Asks the loader, because importing WeasyPrint takes a second. Without the second library WeasyPrint draws too, with other
# bytes and a warning for each font.
has_pango_and_subset() {
    .venv/bin/python -S -c '
import ctypes
for name in ("libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"):
    ctypes.CDLL(name)' 2>/dev/null
}

install_pango() {
    if has_pango_and_subset; then return; fi
    apt_install libpangoft2-1.0-0 libharfbuzz-subset0 || true
    if draws_pdf; then return; fi
    say "WARNING: Pango, which draws the PDFs, is missing. HTML, Markdown and Word documents are made without it."
    say "For the PDFs:"
    advice "libpangoft2-1.0-0 libharfbuzz-subset0" "pango harfbuzz dejavu-sans-fonts" "pango ttf-dejavu" pango
    if [ "$(uname -s)" = Darwin ]; then
        say "  (where Python still does not find it: export DYLD_FALLBACK_LIBRARY_PATH=\$(brew --prefix)/lib)"
    fi
}

install_test_programs() {
    missing=
    have pdftoppm || missing="$missing poppler-utils"
    if [ "$level" = test ]; then
        have chromium || have chromium-browser || have google-chrome || missing="$missing chromium"
        have soffice || have libreoffice || missing="$missing libreoffice-writer-nogui libreoffice-calc-nogui"
    fi
    missing=${missing# }
    if [ -z "$missing" ]; then return; fi
    # shellcheck disable=SC2086 # the names are words
    if apt_install $missing; then return; fi
    say "WARNING: some tests need programs that are not here ($missing); pytest says which it skips. To have them:"
    advice "$missing" "chromium poppler-utils libreoffice-writer libreoffice-calc" "chromium poppler libreoffice-still" \
        "poppler && brew install --cask chromium libreoffice"
}

case $(uname -s) in
    MINGW* | MSYS* | CYGWIN*)
        say "this script is for Linux and macOS. On Windows use WSL, or:"
        say '  py -m venv .venv'
        say '  .venv\Scripts\pip install --require-hashes -r requirements.lock'
        say '  .venv\Scripts\pip install --no-deps --no-build-isolation -e .'
        stop "and for the PDFs what WeasyPrint's documentation says about Pango on Windows" ;;
esac
install_packages
install_pango
if [ "$level" != demo ]; then install_test_programs; fi
