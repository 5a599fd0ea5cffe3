#!/usr/bin/env bash
# Builds .build-deb/setia_VERSION_ARCHITECTURE.deb: the program with Swift's library inside, its service, its settings, its
# manual page, the guides and the examples.
#
# What it needs of Debian is found by dpkg-shlibdeps in the program itself. The version is the day and the short name of
# the commit; the same commit gives the same package, but for what the compiler puts into the program.
#
#   SETIA_BINARY  a program that is ready (linked with --static-swift-stdlib); one is built if unset, in a folder of its own
#
# usage: scripts/deb.sh
set -euo pipefail
cd "$(dirname "$0")/.."

build=$PWD/.build-deb
if [[ -z ${SETIA_BINARY:-} ]]; then
    swift build -c release --product setia --static-swift-stdlib --scratch-path "$build"
    SETIA_BINARY=$(swift build -c release --scratch-path "$build" --show-bin-path)/setia
fi

architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
version=0.0.$(date --utc --date="@$SOURCE_DATE_EPOCH" +%Y%m%d.%H%M)+g$(git rev-parse --short=8 HEAD)
work=$(mktemp -d "${TMPDIR:-/var/tmp}/setia-deb.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

root=$work/root
doc=$root/usr/share/doc/setia
install -D -m 0755 "$SETIA_BINARY" "$root/usr/bin/setia"
strip --strip-unneeded "$root/usr/bin/setia"
install -D -m 0644 packaging/setia.service "$root/lib/systemd/system/setia.service"
install -D -m 0640 packaging/setia.env "$root/etc/setia/setia.env"
install -D -m 0644 packaging/debian/copyright "$doc/copyright"
install -m 0644 docs/operating.md docs/operating/scaling.md openapi.yaml "$doc/"
gzip --best --no-name --stdout CHANGELOG.md >"$doc/changelog.gz"
install -d "$doc/examples"
install -m 0644 examples/* "$doc/examples/"
install -d "$root/usr/share/man/man1" "$root/usr/share/bash-completion/completions"
scripts/manual.sh "$root/usr/bin/setia" | gzip --best --no-name >"$root/usr/share/man/man1/setia.1.gz"
"$root/usr/bin/setia" --generate-completion-script bash >"$root/usr/share/bash-completion/completions/setia"
find "$root/usr/share" -type f -exec chmod 0644 {} +

# dpkg-shlibdeps wants to stand in a source package.
install -d "$work/debian"
printf 'Source: setia\n\nPackage: setia\nArchitecture: any\n' >"$work/debian/control"
needs=$(cd "$work" && dpkg-shlibdeps -O --ignore-missing-info root/usr/bin/setia 2>/dev/null | sed -n 's/^shlibs:Depends=//p')

control=$root/DEBIAN
install -d "$control"
for script in postinst prerm postrm; do install -m 0755 "packaging/debian/$script" "$control/$script"; done
echo /etc/setia/setia.env >"$control/conffiles"
cat >"$control/control" <<CONTROL
Package: setia
Version: $version
Architecture: $architecture
Maintainer: The authors of Setia <maintainers@setia.example.com>
Section: web
Priority: optional
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Depends: $needs, adduser, ca-certificates, libjs-bootstrap5, tzdata
Recommends: postgresql-client
Description: loyalty platform: events in, points out, and every point says why
 One program and one database keep a brand's loyalty programme: points that
 lapse, levels, returns, a till, a console and a card, an API and its
 explanation in English, Malay, Indonesian and Thai.
 .
 The service is installed and neither enabled nor started: publish a
 programme and invite the first owner before, as the guide for operating says.
CONTROL
(cd "$root" && find . -type f -not -path './DEBIAN/*' -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$root" -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

mkdir -p "$build"
package=$build/setia_${version}_$architecture.deb
dpkg-deb --root-owner-group --build "$root" "$work/setia.deb" >/dev/null
mv "$work/setia.deb" "$package"
echo "$package"
