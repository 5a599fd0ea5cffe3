internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia staff list`: the accounts.
struct StaffListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the staff accounts, by name.",
        discussion: """
            EXAMPLES
              setia staff list
              setia staff list --database shop.db
              setia staff list --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let staff = try await brand.service.staff()
                let shell = Shell.current
                if output.json { return shell.say(JSON.array(staff.map(\.json)).pretty) }
                guard !staff.isEmpty else {
                    return shell.note(
                        "there is no account yet: setia staff invite --name NAME --email EMAIL --role owner"
                    )
                }
                var table = TextTable([
                    ("name", .left), ("email", .left), ("role", .left), ("stores", .left), ("status", .left),
                    ("second factor", .left), ("last seen", .left),
                ])
                for member in staff {
                    table.add(
                        member.name,
                        member.email,
                        member.role.rawValue,
                        member.stores.stores.map { $0.map(\.text).joined(separator: ",") } ?? "all",
                        member.status.rawValue,
                        member.hasSecondFactor ? "yes" : "no",
                        member.lastSeenAt?.rfc3339 ?? "-"
                    )
                }
                shell.say(table.text)
            }
        }
    }
}

extension StaffMember {
    fileprivate var json: JSON {
        .object([
            "email": .string(email), "hasSecondFactor": .bool(hasSecondFactor), "id": .string(id.text),
            "invitedAt": .string(invitedAt.rfc3339), "language": .string(language.rawValue),
            "lastSeenAt": lastSeenAt.map { .string($0.rfc3339) } ?? .null, "name": .string(name),
            "role": .string(role.rawValue), "status": .string(status.rawValue),
            "stores": stores.stores.map { .array($0.map { .string($0.text) }) } ?? .null,
        ])
    }
}
