# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Puts the root file system of one boot together in the folder $root; for sourcing after place.sh.
# shellcheck shell=sh disable=SC2154

# The base: busybox and our guest scripts. The guest-only troublemakers refuse to run where this marker is missing.
pack_base() {
	busybox=$(command -v busybox) || skip "busybox is missing (package busybox-static)"
	! ldd "$busybox" >/dev/null 2>&1 || skip "busybox is not a static one (package busybox-static)"
	for folder in bin dev etc guest/bin guest/scripts guest/kmod mnt proc root run sys tmp; do
		mkdir -p "$root/$folder"
	done
	cp "$busybox" "$root/bin/busybox"
	cp "$vm/guest/init" "$root/init"
	cp "$vm/guest/driver" "$vm/guest/case.sh" "$vm/guest/left.sh" "$root/guest/"
	chmod +x "$root/init"
	echo "$name" >"$root/etc/probity-guest"
	echo "$patience" >"$root/guest/patience"
	: >"$root/guest/list"
}

# pack_file SOURCE:DESTINATION, the destination as seen in the guest.
pack_file() {
	source=${1%%:*}
	destination=${1#*:}
	[ -e "$source" ] || skip "$source is missing, wanted in the guest"
	mkdir -p "$root/$(dirname "$destination")"
	cp -rL "$source" "$root/$destination"
}

# pack_script NAME SECONDS FILE: run the script in the guest, after those packed before it.
pack_script() {
	cp "$3" "$root/guest/scripts/$1"
	echo "$1 $2 /guest/scripts/$1" >>"$root/guest/list"
}

# In names of modules - and _ are the same.
kmod_pattern() {
	echo "$1" | sed 's/[-_]/[-_]/g'
}

# Print where module $1 lies.
kmod_find() {
	find -L "$kernel/modules" -name "$(kmod_pattern "$1").ko" -o -name "$(kmod_pattern "$1").ko.xz" | head -n 1
}

# Print what the packed module $1 needs loaded before it. An algorithm that it merely would like to have ("softdep")
# has no module of that name; the plain implementation is called after it.
kmod_needs() {
	tr '\0' '\n' <"$root/guest/kmod/$1.ko" | sed -n 's/^depends=//p' | tr , ' '
	for wish in $(tr '\0' '\n' <"$root/guest/kmod/$1.ko" | sed -n 's/^softdep=pre: crypto-\([a-z0-9]*\)$/\1_generic/p'); do
		[ -z "$(kmod_find "$wish")" ] || echo "$wish"
	done
}

# pack_kmod NAME: a module of the kernel itself with what it depends on, decompressed; nothing when it is built in.
pack_kmod() {
	[ ! -f "$root/guest/kmod/$1.ko" ] || return 0
	packed=$(kmod_find "$1")
	case $packed in
	*.xz) xz -dc "$packed" >"$root/guest/kmod/$1.ko" ;;
	*.ko) cp "$packed" "$root/guest/kmod/$1.ko" ;;
	*)
		grep -qs "/$(kmod_pattern "$1")\.ko$" "$kernel/modules/modules.builtin" ||
			skip "kernel $name has no module $1, neither as a file nor built in"
		return 0
		;;
	esac
	needs=$(kmod_needs "$1")
	echo "$needs" >"$root/guest/kmod/$1.needs"
	for needed in $needs; do
		(pack_kmod "$needed") || exit $?
	done
}

# Write the archive that the kernel unpacks as its first file system. Uncompressed: an emulated CPU is slow at it.
pack_archive() {
	(cd "$root" && find . | cpio -o -H newc -R 0:0 --quiet) >"$1"
}

# The test module, built for this kernel.
pack_module() {
	built=$("$vm/module/build" "$name") || exit $?
	cp "$built" "$root/guest/kmod/pby_trouble.ko"
	: >"$root/guest/kmod/pby_trouble.needs"
}

# The troublemakers, built by make, and the BPF objects that they load.
pack_programs() {
	[ -d "$programs_built" ] || skip "the guests' programs are not built: make vm-programs"
	cp "$programs_built"/* "$root/guest/bin/"
}

# The static probity, built by make.
pack_probity() {
	[ -x "$probity_built" ] || skip "$probity_built is missing: make static"
	cp "$probity_built" "$root/guest/bin/probity"
}
