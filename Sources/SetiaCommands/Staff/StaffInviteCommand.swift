internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia staff invite`: asks somebody to join the staff.
struct StaffInviteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Invite somebody; the link is printed, and mailed where SETIA_MAIL is set.",
        discussion: """
            The link works once, for three days. Inviting an address again that has not accepted replaces its link, and takes what is said now.

            EXAMPLES
              setia staff invite --name Aisyah --email aisyah@example.com --role owner
              setia staff invite --name Budi --email b@example.com --role till --store ari
              setia staff invite --name Mali --email m@example.com --role agent --language th
            """
    )

    @Option(help: "What people call her.")
    var name: String

    @Option(help: "Where mail reaches her; with it she signs in.")
    var email: String

    @Option(help: "owner, manager, agent, analyst or till.")
    var role: String

    @Option(help: ArgumentHelp("A store to work for; may be repeated. All when left out.", valueName: "id"))
    var store: [String] = []

    @Option(help: "en, ms, id or th.")
    var language = "en"

    @OptionGroup var link: LinkOptions
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard Role(rawValue: role) != nil else {
            throw ValidationError("--role is \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        guard Language(rawValue: language) != nil else { throw ValidationError("--language is en, ms, id or th.") }
        _ = try stores()
    }

    func run() async throws {
        try await reporting {
            let letters = try link.letters()
            try await brand.withBrand(mayCreate: true, letters: letters) { brand in
                let invitation = try await invite(with: brand.service)
                let isMailed = letters.leave && invitation.mailFailure == nil
                let path = letters.address + StaffLink.invitation(invitation.token)
                let until = invitation.staff.invitedAt.adding(milliseconds: StaffTimes.invitation)
                let shell = Shell.current
                if output.json {
                    let answer: JSON = .object([
                        "email": .string(invitation.staff.email), "expiresAt": .string(until.rfc3339),
                        "id": .string(invitation.staff.id.text), "link": .string(path), "mailed": .bool(isMailed),
                        "role": .string(invitation.staff.role.rawValue),
                    ])
                    return shell.say(answer.pretty)
                }
                shell.say(path)
                let mail =
                    isMailed
                    ? "mailed to her"
                    : invitation.mailFailure.map { "not mailed (\($0.reason))" } ?? "not mailed (SETIA_MAIL is not set)"
                shell.note(
                    "\(invitation.staff.name) is invited as \(role); the link works once, until \(until.rfc3339); \(mail)"
                )
            }
        }
    }

    private func invite(with service: SetiaService) async throws -> Invitation {
        if let known = try await service.staffMember(email: email), known.status == .invited {
            let change = StaffChange(
                name: name,
                role: Role(rawValue: role),
                stores: try stores(),
                language: Language(rawValue: language)
            )
            _ = try await service.changeStaff(known.id, change, expectedRevision: known.revision, by: .operator)
            return try await service.inviteStaffAgain(known.id, by: .operator)
        }
        let new = NewStaff(
            name: name,
            email: email,
            role: Role(rawValue: role) ?? .till,
            stores: try stores(),
            language: Language(rawValue: language) ?? .en
        )
        return try await service.inviteStaff(new, by: .operator)
    }

    private func stores() throws -> StoreScope {
        guard !store.isEmpty else { return .all }
        return .some(
            Set(
                try store.map { name in
                    guard let id = try? StoreID(name) else {
                        throw ValidationError("--store '\(name)' is no store's id.")
                    }
                    return id
                }
            )
        )
    }
}
