internal import ArgumentParser
internal import JSONText
internal import SetiaServer
internal import SetiaService

/// `setia key rotate`: this month's epoch of the server's key.
struct KeyRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Begin this month's server key, and destroy those that ended 90 days ago.",
        discussion: """
            Wraps every member's key anew under the newest epoch. What an epoch wrapped that is destroyed cannot be \
            opened any more: older backups keep ledgers and not people. A running server does this daily; to repeat or \
            to stop it is safe. Copy the key file to its second place afterwards.

            EXAMPLES
              setia key rotate
              setia key rotate --database shop.db --keys /secure/shop.keys
              setia key rotate --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let progress = Progress("rotating", unit: "member keys")
                let rotation = try await brand.service.rotateKeys { progress.show(done: nil, count: Int64($0)) }
                progress.end()
                if output.json {
                    Shell.current.say(json(rotation).pretty)
                } else {
                    show(rotation, newest: brand.service.sealing.newestEpoch, keys: brand.keysPath)
                }
            }
        }
    }

    private func json(_ rotation: Rotation) -> JSON {
        .object([
            "destroyed": .array(rotation.destroyed.map { .string($0) }),
            "made": rotation.made.map { .string($0) } ?? .null, "rewrapped": .integer(Int64(rotation.rewrapped)),
            "unreadable": .integer(Int64(rotation.unreadable)),
        ])
    }

    private func show(_ rotation: Rotation, newest: String, keys: String) {
        let shell = Shell.current
        shell.say(rotation.made.map { "epoch \($0) begins" } ?? "epoch \(newest) had begun already")
        shell.say("\(counted(rotation.rewrapped, "member key")) wrapped anew under it")
        if rotation.unreadable > 0 {
            shell.say(
                "\(counted(rotation.unreadable, "member key")) unreadable: wrapped under an epoch that is destroyed"
            )
        }
        if rotation.destroyed.isEmpty {
            shell.say("no epoch is old enough to be destroyed")
        } else {
            shell.say("destroyed: \(rotation.destroyed.joined(separator: ", ")); backups of then keep no people")
        }
        if rotation.made != nil || !rotation.destroyed.isEmpty {
            shell.note("copy \(keys) to its second place now")
        }
    }
}
