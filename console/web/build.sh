#!/bin/sh
# Called by Maven: finds out whether Node can do the work, in words that help, then hands over.
cd "$(dirname "$0")" || exit 1
mend='install Node.js 20.19 or newer (or 22.12 or newer) and put it on the PATH'
if ! command -v node >/dev/null 2>&1; then
  echo "console/web: node was not found, but the pages are built with it: $mend" >&2
  exit 1
fi
version=$(node -p 'process.versions.node')
if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a >= 23 ? 0 : 1)'; then
  echo "console/web: node is $version but must be 20.19 or newer (of 22, 22.12): $mend" >&2
  exit 1
fi
if ! command -v npm >/dev/null 2>&1; then
  echo "console/web: npm was not found beside node $version: $mend" >&2
  exit 1
fi
exec node build.mjs "$@"
