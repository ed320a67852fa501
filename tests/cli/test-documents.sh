#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# What is written from the tables of commands: the man page renders, the completions complete, all is installed.
set -u
cd "$(dirname "$0")/../.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0
is() { # NAME GOT WANTED
	n=$((n + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		printf 'got: %s\nwanted: %s\n' "$2" "$3"
	fi
}
skip() { # NAME REASON
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

make -s --no-print-directory install DESTDIR="$tmp" PREFIX=/usr >"$tmp/log" 2>&1
is "make install" "$?:$(cd "$tmp" && find . -type f ! -name log | sort | tr '\n' ' ')" \
	"0:./usr/bin/probity ./usr/include/probity/pool.h ./usr/lib/libprobity-pool.a ./usr/lib/pkgconfig/probity-pool.pc ./usr/share/bash-completion/completions/probity ./usr/share/man/man1/probity.1 ./usr/share/zsh/site-functions/_probity "
cat >"$tmp/user.c" <<'END'
#include <probity/pool.h>
int main(void)
{
	struct pby_pool *pool = pby_pool__new(2, 8, 0);
	void *a = pby_pool__get(pool), *b = pby_pool__get(pool);

	return !a || !b || a == b || pby_pool__get(pool) != 0;
}
END
is "a program is built with what pkg-config says, and gets two objects out of a pool of two" \
	"$(PKG_CONFIG_PATH=$tmp/usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$tmp PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 \
		PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 sh -c '${CC:-gcc} "$1/user.c" $(pkg-config --cflags --libs probity-pool) -o "$1/user" && "$1/user"' \
		- "$tmp" 2>&1; echo $?)" 0
page=$tmp/usr/share/man/man1/probity.1

if command -v man >/dev/null; then
	is "the man page renders without warnings" "$(LC_ALL=C.UTF-8 MANROFFSEQ='' man --warnings -E UTF-8 -l "$page" 2>&1 >"$tmp/rendered")" ""
else
	skip "the man page renders without warnings" "no man here"
fi
if command -v mandoc >/dev/null; then
	is "the man page is correct for mandoc" "$(mandoc -Tlint -Wwarning "$page")" ""
else
	skip "the man page is correct for mandoc" "no mandoc here"
fi
for command in check rules show; do
	is "the man page explains $command" "$(grep -c "^\.SS $command\$" "$page")" 1
done

# offered WORD...: what bash would offer for the last word, on one line.
cat >"$tmp/offered" <<'END'
. "$1/usr/share/bash-completion/completions/probity"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_probity
printf '%s\n' "${COMPREPLY[@]}" | sort | tr '\n' ' '
END
offered() {
	(cd "$tmp" && bash offered "$tmp" "$@")
}
if command -v bash >/dev/null; then
	mkdir "$tmp/folder"
	is "bash completes commands" "$(offered probity ch)" "check "
	is "bash completes options" "$(offered probity check --fail)" "--fail-on "
	is "bash completes values" "$(offered probity check --fail-on h)" "high "
	is "bash completes rules" "$(offered probity rules rcu-tasks-exit)" "rcu-tasks-exit-deadlock "
	is "bash completes files of options" "$(offered probity check --kernel off)" "offered "
	is "bash completes files" "$(offered probity show off)" "offered "
	is "bash completes folders and archives" "$(offered probity check --root f)" "folder "
else
	skip "bash completes" "no bash here"
fi
if command -v zsh >/dev/null; then
	is "zsh reads its completion" "$(zsh -n "$tmp/usr/share/zsh/site-functions/_probity" 2>&1)" ""
else
	skip "zsh reads its completion" "no zsh here"
fi
