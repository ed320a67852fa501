# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Makes Debian's header packages usable outside / and on an older Debian than their own; for sourcing by fetch.
# shellcheck shell=sh

# The Makefile of the headers in folder $1 includes /usr/src/...: point it to where the folder will lie ($2).
kbuild_relocate() {
	sed -i "s#/usr/src/#$2/root/usr/src/#g" "$1/build/Makefile"
}

# Print the programs of the build tools in folder $1 whose C library is newer than this machine's.
kbuild_too_new() {
	find "$1/root/usr/lib" -path '*linux-kbuild*' -type f -perm /111 | while read -r program; do
		if ldd "$program" 2>&1 | grep -q 'GLIBC_.* not found'; then echo "$program"; fi
	done
}

kbuild_needs_libc() {
	[ -n "$(kbuild_too_new "$1")" ]
}

# Run those programs with the C library of their own suite, unpacked in $1/libc; $2 is where folder $1 will lie.
# Leaving objtool out instead would build a module without ORC data, whose frames the kernel cannot trust.
kbuild_use_libc() {
	libs=$2/libc/usr/lib/x86_64-linux-gnu
	kbuild_too_new "$1" | while read -r program; do
		mv "$program" "$program.real"
		cat >"$program" <<-END
			#!/bin/sh
			exec $libs/ld-linux-x86-64.so.2 --library-path $libs:/lib/x86_64-linux-gnu \\
				$2${program#"$1"}.real "\$@"
		END
		chmod +x "$program"
	done
}
