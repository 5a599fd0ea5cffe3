internal import Foundation
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// The looks that the doctor takes, one after the other; what cannot be looked at is left out.
struct Examination {
    private let options: BrandOptions
    private let shell = Shell.current

    init(_ options: BrandOptions) {
        self.options = options
    }

    func findings() async -> [Finding] {
        let location: DatabaseLocation
        do {
            location = try options.location
        } catch {
            return [Finding(.bad, "database", "\(error)", todo: "name a file or a server: --database shop.db")]
        }
        var findings: [Finding] = []
        if let path = location.path {
            findings += [file(path), space(beside: path)]
        } else {
            findings.append(Finding(.ok, "database", "\(location)"))
        }
        findings += [keyFile(options.keysPath ?? location.defaultKeysPath), timeZones()]
        if let path = location.path {
            guard access(path, F_OK) == 0 else { return findings }
            if let journal = journal(path) { findings.append(journal) }
        }
        do {
            let opened = try await options.withBrand { brand in try await self.insights(brand) }
            findings += opened
        } catch {
            let failure = failure(for: error)
            findings.append(Finding(.bad, "opening", "\(failure.what): \(failure.why)", todo: failure.todo))
        }
        return findings
    }

    private func file(_ path: String) -> Finding {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard access(path, F_OK) == 0 else {
            return Finding(
                .bad,
                "database",
                "there is none at \(path)",
                todo: "name it with --database, or make one: setia programme publish FILE --database \(path)"
            )
        }
        guard access(path, R_OK | W_OK) == 0, access(directory, W_OK) == 0 else {
            return Finding(
                .bad,
                "database",
                "\(path) or its directory cannot be written",
                todo: "give this user write permission to both"
            )
        }
        var status = stat()
        guard stat(path, &status) == 0 else { return Finding(.warn, "database", "\(path) cannot be looked at") }
        return Finding(.ok, "database", "\(path), \(size(Int64(status.st_size)))")
    }

    /// Bytes 18 and 19 of a SQLite file say how it is written: 2 is with a write-ahead log.
    private func journal(_ path: String) -> Finding? {
        guard let input = try? InputFile(path), let bytes = try? input.beginning(20), bytes.count == 20 else {
            return nil
        }
        guard bytes[18] == 2, bytes[19] == 2 else {
            return Finding(
                .warn,
                "journal",
                "the database has no write-ahead log",
                todo: "open it once with setia serve, which sets it"
            )
        }
        return Finding(.ok, "journal", "write-ahead log; each commit waits for the disk")
    }

    private func space(beside path: String) -> Finding {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        var status = statvfs()
        guard statvfs(directory, &status) == 0 else {
            return Finding(.warn, "free space", "cannot be told", todo: "look at the disk of \(directory)")
        }
        let free = Int64(status.f_bavail) * Int64(status.f_frsize)
        let says = "\(size(free)) free at \(directory)"
        if free < 100 << 20 { return Finding(.bad, "free space", says, todo: "make room before writes begin to fail") }
        if free < 1 << 30 { return Finding(.warn, "free space", says, todo: "make room soon") }
        return Finding(.ok, "free space", says)
    }

    private func keyFile(_ path: String) -> Finding {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return Finding(
                .bad,
                "key file",
                "there is none at \(path)",
                todo:
                    "bring it back from its second place, or name it with --keys; without it nobody's data is readable"
            )
        }
        let mode = String(status.st_mode & 0o777, radix: 8)
        guard status.st_mode & 0o077 == 0 else {
            return Finding(.bad, "key file", "\(path) has mode \(mode): others can read it", todo: "chmod 600 \(path)")
        }
        return Finding(.ok, "key file", "\(path), mode \(mode)")
    }

    private func timeZones() -> Finding {
        let known = ["Asia/Kuala_Lumpur", "Asia/Jakarta", "Asia/Bangkok", "Europe/Berlin"].filter(knowsTimeZone)
        guard known.count == 4 else {
            return Finding(.bad, "time zones", "the time zone data are missing", todo: "apt-get install tzdata")
        }
        return Finding(.ok, "time zones", "the time zone data are there")
    }

    /// What only an opened brand tells.
    private func insights(_ brand: Brand) async throws -> [Finding] {
        var findings = [Finding(.ok, "opening", "tables are up to date, keys open")]
        let now = shell.surroundings.now()
        findings.append(epoch(brand, now))
        let erased = try brand.service.sealing.tombstones().count
        findings.append(Finding(.ok, "erased", "\(counted(erased, "member")), applied at each opening"))
        let programmes = try await brand.service.programmes()
        findings.append(programme(programmes, now))
        let keys = try await brand.service.apiKeys()
        let valid = keys.filter { $0.revokedAt == nil }.count
        findings.append(
            valid > 0
                ? Finding(.ok, "API keys", counted(valid, "key"))
                : Finding(
                    .warn,
                    "API keys",
                    "none, so that no machine can call",
                    todo: "setia key create --name NAME --scopes SCOPES"
                )
        )
        findings.append(clock(now, written: programmes.map(\.publishedAt) + keys.map(\.createdAt), brand))
        return findings
    }

    private func epoch(_ brand: Brand, _ now: Instant) -> Finding {
        let newest = brand.service.sealing.newestEpoch
        let month = String(now.rfc3339.prefix(7))
        guard newest < month else { return Finding(.ok, "key epoch", "\(newest) is this month's") }
        return Finding(
            .warn,
            "key epoch",
            "\(newest) is the newest; \(month) has none",
            todo: "setia key rotate; a running server does it daily"
        )
    }

    private func programme(_ versions: [PublishedProgramme], _ now: Instant) -> Finding {
        guard let current = versions.current(at: now) else {
            return Finding(.warn, "programme", "none is published", todo: "setia programme publish FILE")
        }
        let scheduled = versions.filter { versions.state(of: $0, at: now) == .scheduled }
        let holds = current.validFrom > now ? "begins on" : "holds from"
        let lines =
            ["version \(current.number) \(holds) \(current.validFrom.rfc3339)"]
            + scheduled.map { "version \($0.number) begins on \($0.validFrom.rfc3339)" }
        return Finding(.ok, "programme", lines.joined(separator: ", "))
    }

    /// A clock that went back would date what happens before what happened.
    private func clock(_ now: Instant, written: [Instant], _ brand: Brand) -> Finding {
        let files = ["", "-wal"].compactMap { suffix -> Instant? in
            var status = stat()
            guard let path = brand.location.path, stat(path + suffix, &status) == 0 else { return nil }
            return Instant(milliseconds: Int64(status.st_mtim.tv_sec) * 1_000)
        }
        let last = (written + files).max() ?? now
        guard last.milliseconds > now.milliseconds + 5_000 else { return Finding(.ok, "clock", now.rfc3339) }
        return Finding(
            .bad,
            "clock",
            "it is \(now.rfc3339) here, and something was written on \(last.rfc3339)",
            todo: "set the machine's clock by NTP: timedatectl set-ntp true"
        )
    }

    private func size(_ bytes: Int64) -> String {
        if bytes >= 10 << 30 { return "\(grouped(bytes >> 30)) GiB" }
        if bytes >= 10 << 20 { return "\(grouped(bytes >> 20)) MiB" }
        return "\(grouped(bytes >> 10)) KiB"
    }
}
