# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# A kernel that does not run is judged like the same kernel in the guest: by its vmlinuz and by a package of it.
# shellcheck shell=sh disable=SC2154

probity=$(cd "$(dirname "$0")/../../.." && pwd)/build/static/probity
release=$(cat "$KERNEL/release")

# same NAME FILE: what an image says (id, answer, severity, strength) agrees with the running kernel. Rules about a
# machine are not applicable to an image; no other answer may differ, and none may be unknown.
same() {
	awk -F '\t' -v name="$1" '
		NR == FNR { live[$1] = $2; next }
		$2 == "not applicable" { next }
		$2 != live[$1] { bad = bad "\n# " $1 ": " $2 ", running: " live[$1] }
		$2 == live[$1] { same++ }
		END {
			if (bad || same < 15)
				print "not ok - " name "\n# " same + 0 " rules agree" bad
			else
				print "ok - " name ": " same " rules"
		}' tmp/running.tsv "$2"
}

"$probity" check --kernel "$KERNEL/vmlinuz" --config "$KERNEL/config" --tsv >image.tsv 2>image.err
same "vmlinuz is judged like the running kernel" image.tsv

mkdir -p package/DEBIAN package/boot
printf 'Package: linux-image-test\nVersion: 1\nArchitecture: amd64\nMaintainer: nobody\nDescription: a kernel\n' \
	>package/DEBIAN/control
cp "$KERNEL/vmlinuz" "package/boot/vmlinuz-$release"
cp "$KERNEL/config" "package/boot/config-$release"
echo "ffffffffffffffff B The real System.map is in the linux-image-dbg package" >"package/boot/System.map-$release"
if command -v dpkg-deb >/dev/null && dpkg-deb -Zgzip -z1 -b package image.deb >deb.log 2>&1; then
	"$probity" check --kernel image.deb --tsv >package.tsv 2>package.err
	same "a package is judged like the running kernel" package.tsv
else
	echo "ok - a package is judged like the running kernel # SKIP no dpkg-deb here"
fi
rm -rf package image.deb

# The symbols come out of the image: each that the running kernel shows, except modules' and those of programs.
"$probity" check --kernel "$KERNEL/vmlinuz" --json >image.json
if grep -q '"where": ".*(its kallsyms)"' image.json; then
	echo "ok - the symbols come out of the image"
else
	echo "not ok - the symbols come out of the image"
fi
