#!/bin/sh
# Opens the editor. The first time, it installs what the editor needs into the user's cache folder.
# start.bat takes the same steps. BROCHURE_PYTHON names a Python to use in place of one that uv installs.

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
generator=$here/generator/@VERSION@
uv=$generator/uv/uv

say() {
  cat "$generator/docs/templates/package/messages/$1.txt"
}

stop() {
  say "$1"
  [ $# = 1 ] || echo "$2"
  read -r _
  exit 1
}

if [ ! -f "$generator/hooks/__main__.py" ]; then
  echo 'Pura ensin koko ZIP-paketti ja avaa Aloita sitten puretussa kansiossa.'
  echo 'Unpack the whole ZIP file first, and then open Aloita in the unpacked folder.'
  read -r _
  exit 1
fi

case $(uname) in
  Darwin)
    cache=$HOME/Library/Caches/brochure
    if xattr "$uv" | grep -q com.apple.quarantine; then
      cd "$generator" || stop damaged
      shasum -a 256 -c digests.txt >/dev/null 2>&1 || stop damaged
      cut -c 67- digests.txt | tr '\n' '\0' | xargs -0 xattr -d com.apple.quarantine 2>/dev/null
    fi
    ;;
  *) cache=${XDG_CACHE_HOME:-$HOME/.cache}/brochure ;;
esac
environment=$cache/@ENVIRONMENT@
python=$environment/bin/python
: "${UV_CACHE_DIR:=$cache/uv}" "${UV_PYTHON_INSTALL_DIR:=$cache/python}"
export UV_CACHE_DIR UV_PYTHON_INSTALL_DIR UV_NO_CONFIG=1 UV_SYSTEM_CERTS=1
unset PYTHONHOME PYTHONPATH

mkdir -p "$cache" 2>/dev/null
[ -w "$cache" ] || stop folder "$cache"

if [ ! -f "$environment/complete" ] && [ -f "$environment.making" ]; then
  say making
  read -r _
fi
if [ ! -f "$environment/complete" ]; then
  "$uv" --version >/dev/null 2>&1 || stop computer
  say first
  managed=--managed-python
  [ -z "$BROCHURE_PYTHON" ] || managed=
  echo ok 2>/dev/null >"$environment.making"
  "$uv" venv --quiet --clear ${managed:+"$managed"} --python "${BROCHURE_PYTHON:-3.13}" "$environment" &&
    "$uv" pip sync --python "$python" --require-hashes "$generator/requirements.txt" &&
    echo ok 2>/dev/null >"$environment/complete"
  rm -f "$environment.making"
  [ -f "$environment/complete" ] || stop fetch
fi

say open
export BROCHURE_CACHE="$cache" PYTHONPYCACHEPREFIX="$environment/pycache"
"$python" "$generator/hooks" edit "$@" || stop ended
