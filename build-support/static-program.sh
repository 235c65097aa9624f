#!/bin/sh
# Compiles a program without libc for this machine, and for the other architecture where a cross compiler is at hand.
# usage: static-program.sh SOURCE.c OUTPUT-DIRECTORY     (run by Maven; makes NAME-x86_64, NAME-aarch64; newer files are kept)
set -eu
source=$1 out=$2
name=$(basename "$source" .c)
mkdir -p "$out"

compile() { # COMPILER ARCHITECTURE
  target=$out/$name-$2
  if [ -n "$(find "$target" -newer "$source" -newer "$0" 2>/dev/null)" ]; then return; fi
  "$1" -Os -Wall -Wextra -Werror -ffreestanding -fno-builtin -nostdlib -static -fno-pic -no-pie -fno-stack-protector \
    -fno-asynchronous-unwind-tables -fomit-frame-pointer -Wl,--build-id=none -Wl,-z,norelro -Wl,-z,noexecstack \
    -Wl,-z,noseparate-code -s -o "$target.new" "$source"
  mv "$target.new" "$target"
}

host=$(uname -m)
if ! command -v "${CC:-cc}" >/dev/null; then
  echo "sampan's build needs a C compiler: apt-get install gcc" >&2
  exit 1
fi
compile "${CC:-cc}" "$host"
for arch in x86_64 aarch64; do
  [ "$arch" = "$host" ] || ! command -v "$arch-linux-gnu-gcc" >/dev/null || compile "$arch-linux-gnu-gcc" "$arch"
done
