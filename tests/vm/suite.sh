# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# A private apt for one Debian suite that leaves the system's own apt alone; for sourcing after place.sh.
# shellcheck shell=sh disable=SC2154

# Print the mirrors that may hold suite $1: what the user names, else what this machine's own apt uses for Debian.
suite_mirrors() {
	if [ -n "${PROBITY_MIRROR:-}" ]; then
		echo "$PROBITY_MIRROR"
		return
	fi
	set -- "$1" /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources
	wanted=$1
	shift
	for file; do
		if [ -r "$file" ]; then set -- "$@" "$file"; fi
		shift
	done
	[ $# -gt 0 ] || return 0
	# Security updates come from a mirror of their own.
	case $wanted in
	*-security) awk -f "$vm/mirror.awk" "$@" | awk '$1 ~ /-security$|\/updates$/ { print $2 }' ;;
	*) awk -f "$vm/mirror.awk" "$@" | awk '$1 !~ /-security$|\/updates$/ { print $2 }' ;;
	esac | sort -u
}

# Write the private apt of suite $1 with mirror $2 and, for what the keyring cannot verify, options $3.
suite_configure() {
	keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	rm -rf "$apt/lists"
	mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
	: >"$apt/status"
	echo "deb [${3:-signed-by=$keyring}] $2 $1 main" >"$apt/sources.list"
	cat >"$apt/apt.conf" <<-END
		APT::Architecture "amd64";
		APT::Architectures { "amd64"; };
		APT::Sandbox::User "root";
		APT::Update::Error-Mode "any";
		Acquire::Languages "none";
		Acquire::Retries "2";
		Acquire::http::Timeout "30";
		Dir::Cache "$apt/cache";
		Dir::Etc::sourcelist "$apt/sources.list";
		Dir::Etc::sourceparts "/dev/null";
		Dir::State::Lists "$apt/lists";
		Dir::State::status "$apt/status";
	END
}

# Read the index of suite $1 into a private apt under the cache. Afterwards suite_apt works, and suite_trust says
# how the packages are verified. Fails, with the reason in $reason, when no mirror has it.
suite_open() {
	apt=$cache/apt/$1
	reason="no Debian mirror among this machine's apt sources (PROBITY_MIRROR=URI names one)"
	for uri in $(suite_mirrors "$1"); do
		suite_trust=verified
		suite_configure "$1" "$uri"
		if suite_update; then return 0; fi
		case $reason in
		*NO_PUBKEY* | *"not signed"* | *signature* | *keyring*) ;;
		*) continue ;;
		esac
		say "$1: its key is not in the Debian archive keyring of this machine: taken without verification"
		suite_trust=unverified
		suite_configure "$1" "$uri" trusted=yes
		if suite_update; then return 0; fi
	done
	return 1
}

suite_update() {
	if reason=$(suite_apt apt-get update -qq 2>&1); then return 0; fi
	reason=$(printf '%s\n' "$reason" | grep '^[EW]:' | head -n 1)
	return 1
}

# Run an apt command ($@) against the suite opened last.
suite_apt() {
	APT_CONFIG=$apt/apt.conf "$@"
}

# Print the newest package whose whole name matches the expression $1.
suite_newest() {
	suite_apt apt-cache pkgnames linux- | grep -Ex "$1" | sort -V | tail -n 1
}

# Print the version of package $1.
suite_version() {
	suite_apt apt-cache show --no-all-versions "$1" | sed -n 's/^Version: //p'
}

# Download the packages $2... and unpack them under the folder $1; one line for each goes to the record $1.packages.
suite_unpack() {
	root=$1
	shift
	mkdir -p "$root" "$root.deb"
	(cd "$root.deb" && suite_apt apt-get download -qq "$@") || return 1
	for deb in "$root.deb"/*.deb; do
		dpkg-deb -x "$deb" "$root" || return 1
	done
	for package; do
		echo "$package $(suite_version "$package") $suite $suite_trust"
	done >>"$root.packages"
	rm -rf "$root.deb"
}
