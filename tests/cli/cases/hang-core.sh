# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# probity hang --core on what is no core that can be read, each with one line that says what to do.
show() {
	echo "\$ probity hang $*" | sed "s|$tmp/||g"
	"$PROBITY" hang "$@" 2>&1 | sed "s|$tmp/||g"
	"$PROBITY" hang "$@" >/dev/null 2>&1
	echo "exit $?"
}
make() {
	printf "$1" >"$tmp/$2"
	head -c 100 /dev/zero >>"$tmp/$2"
	show --core "$tmp/$2"
}
show --core "$tmp/not-there"
make 'KDUMP   ' compressed
make 'makedumpfile\0\0\0\0' flat
make 'QEVM' snapshot
make '\037\213' packed.gz
make 'a log' log
head -c 40 tests/fuzz/corpus/core/virtual >"$tmp/short"
show --core "$tmp/short"
head -c 9000 tests/fuzz/corpus/core/virtual >"$tmp/cut"
show --core "$tmp/cut"
show --core tests/fuzz/corpus/core/virtual
show --core tests/fuzz/corpus/core/virtual --kernel "$tmp/not-there"
show --core tests/fuzz/corpus/core/virtual tests/dump/locks.log
show --kallsyms "$tmp/not-there"
