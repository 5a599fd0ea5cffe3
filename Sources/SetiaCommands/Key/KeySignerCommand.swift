internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia key signer`: who may sign members in to the portal.
struct KeySignerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signer",
        abstract: "Who may sign members in to the portal: the shop, an app.",
        discussion: """
            A signer makes tokens that say who a visitor is; how, and what must stand in them, is in the guide \
            "The member's portal".

            EXAMPLES
              setia key signer add --name "Web shop"
              setia key signer list
              setia key signer end 01kb4ezy00e9gt8f9e1s2w3x4y
            """,
        subcommands: [KeySignerAddCommand.self, KeySignerListCommand.self, KeySignerEndCommand.self]
    )
}

/// `setia key signer add`: a shop with its secret, or with its public key.
struct KeySignerAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Let a shop sign its customers in; prints the secret that both share.",
        discussion: """
            The secret is printed once and never again: its tokens are signed with HS256. With --public-key the shop keeps \
            its Ed25519 key to itself and signs with EdDSA. The id goes into the header of each token, as kid.

            EXAMPLES
              setia key signer add --name "Web shop"
              setia key signer add --name app --public-key app.pem
              setia key signer add --name "Web shop" --audience kopi-portal --json
            """
    )

    @Option(help: "What people call it, such as Web shop.")
    var name: String

    @Option(help: ArgumentHelp("Its Ed25519 public key as PEM; without it, a secret is made.", valueName: "file"))
    var publicKey: String?

    @Option(help: ArgumentHelp("What its tokens say under aud.", valueName: "text"))
    var audience = Signer.usualAudience

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let pem = try publicKey.map { String(decoding: try InputFile($0).beginning(4_096), as: UTF8.self) }
            try await brand.withBrand { brand in
                let (signer, secret) = try await added(pem, brand.service)
                let shell = Shell.current
                if output.json {
                    var object = signer.json.object ?? [:]
                    if let secret { object.set("secret", .string(secret)) }
                    return shell.say(JSON.object(object).pretty)
                }
                if let secret { shell.say(secret) }
                let keep = secret == nil ? "" : ": keep the secret now, it is not shown again"
                shell.note("signer \(signer.id.text), \(signer.name), \(signer.algorithm.rawValue)\(keep)")
            }
        }
    }

    private func added(_ pem: String?, _ service: SetiaService) async throws -> (Signer, String?) {
        do {
            if let pem { return (try await service.addSigner(name: name, publicKey: pem, audience: audience), nil) }
            let (signer, secret) = try await service.addSigner(name: name, audience: audience)
            return (signer, secret)
        } catch let refusal as SignerRefusal {
            let why =
                switch refusal {
                case .name: "--name has 1 to 100 characters"
                case .audience: "--audience has 1 to 200 characters"
                case .publicKey: "the file holds no Ed25519 public key"
                }
            throw CommandFailure(
                "no signer was added",
                why: why,
                todo: "openssl genpkey -algorithm ed25519 makes a key, openssl pkey -pubout its public half",
                .badData
            )
        }
    }
}

/// `setia key signer list`: who may, and who may no more.
struct KeySignerListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List who may sign members in, oldest first.",
        discussion: """
            EXAMPLES
              setia key signer list
              setia key signer list --database shop.db
              setia key signer list --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let signers = try await brand.service.signers()
                let shell = Shell.current
                if output.json { return shell.say(JSON.array(signers.map(\.json)).pretty) }
                guard !signers.isEmpty else {
                    return shell.note("nobody signs members in yet: setia key signer add --name NAME")
                }
                var table = TextTable([
                    ("id", .left), ("name", .left), ("alg", .left), ("aud", .left), ("made", .left), ("ended", .left),
                ])
                for signer in signers {
                    table.add(
                        signer.id.text,
                        signer.name,
                        signer.algorithm.rawValue,
                        signer.audience,
                        signer.createdAt.rfc3339,
                        signer.endedAt?.rfc3339 ?? "-"
                    )
                }
                shell.say(table.text)
            }
        }
    }
}

/// `setia key signer end`: none of its tokens is taken any more.
struct KeySignerEndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end",
        abstract: "End a signer: none of its tokens is taken from then on.",
        discussion: """
            Members whom it signed in stay signed in; each can sign out of all devices in the portal.

            EXAMPLES
              setia key signer end 01kb4ezy00e9gt8f9e1s2w3x4y
              setia key signer end 01kb4ezy00e9gt8f9e1s2w3x4y --database shop.db
              setia key signer end 01kb4ezy00e9gt8f9e1s2w3x4y --json
            """
    )

    @Argument(help: ArgumentHelp("The signer's id, from setia key signer list.", valueName: "id"))
    var id: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                guard let known = Identifier(text: id), try await brand.service.endSigner(known) else {
                    throw CommandFailure(
                        "no signer was ended",
                        why: "there is none with this id",
                        todo: "setia key signer list shows the ids",
                        .notThere
                    )
                }
                if output.json {
                    Shell.current.say(JSON.object(["ended": .bool(true), "id": .string(id)]).pretty)
                } else {
                    Shell.current.say("signer \(id) is ended")
                }
            }
        }
    }
}

extension Signer {
    /// As `--json` says it; never with its key.
    fileprivate var json: JSON {
        .object([
            "algorithm": .string(algorithm.rawValue), "audience": .string(audience),
            "createdAt": .string(createdAt.rfc3339), "endedAt": endedAt.map { .string($0.rfc3339) } ?? .null,
            "id": .string(id.text), "name": .string(name),
        ])
    }
}
