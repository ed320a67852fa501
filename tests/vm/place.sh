# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Where the guests' things lie, for sourcing by the scripts beside this one; the caller has set $vm to this folder.
# shellcheck shell=sh disable=SC2034,SC2154

top=$(cd "$vm/../.." && pwd)

# What was downloaded or built from it is kept from run to run and shared by every checkout.
cache=${PROBITY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/probity}

# What one run leaves behind: consoles, files brought out of the guests, results.
build=$top/build/vm
programs_built=$build/programs
probity_built=$top/build/static/probity

# Limits of cases and of waiting are what an idle machine needs and some more; they end a hang and judge no machine. So all
# are this many times as long.
patience=${PROBITY_PATIENCE:-4}

# A tab, for reading the rows of kernels.tsv.
tab=$(printf '\t')

say() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
}

# Exit 77: what is needed is not to be had here. Exit 1: it is, but something failed.
skip() {
	say "$*"
	exit 77
}

die() {
	say "$*"
	exit 1
}

# Print the rows of kernels.tsv, without comments; with an argument only the row of that name.
kernel_rows() {
	awk -F '\t' -v want="${1:-}" '!/^#/ && NF && (want == "" || $1 == want)' "$vm/kernels.tsv"
}

# Print where the kernel called $1 lies: a folder with vmlinuz, release and modules.
kernel_folder() {
	echo "${PROBITY_KERNELS:-$cache/kernels}/$1"
}
