internal import ArgumentParser
internal import Foundation
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia export`: all that a brand has, in files that others can read.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write all that a brand has into files.",
        discussion: """
            What is personal stands there in clear; the files are for their owner alone (mode 0600). A fresh brand can \
            take either events.jsonl (the whole history; equal balances) or members.jsonl (as things stand), not both. \
            Each member is exported as of one moment; beside a running server, two members may be of two. shelves.jsonl \
            holds what is unsold of rewards and vouchers.jsonl the codes of promotions and gift cards, all in clear: setia \
            reward import and setia voucher import take them, once the events are in.

            EXAMPLES
              setia export backup-2026-11
              setia export out --database shop.db
              setia import events out/events.jsonl --database fresh.db
            """
    )

    @Argument(help: ArgumentHelp("An empty directory, or one to be made.", valueName: "directory"))
    var directory: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                try prepareDirectory()
                var export = try Export(into: directory)
                try await export.write(brand.service)
                if output.json {
                    Shell.current.say(export.manifest.pretty)
                } else {
                    Shell.current.say("\(directory): \(export.summary)")
                    Shell.current.note("it holds personal data in clear: keep it as you keep the key file")
                }
            }
        }
    }

    private func prepareDirectory() throws {
        if mkdir(directory, 0o700) == 0 { return }
        let code = errno
        guard code == EEXIST else { throw FileFailure(directory, doing: "made", code) }
        let names = try? FileManager.default.contentsOfDirectory(atPath: directory)
        guard let names, names.isEmpty else {
            throw CommandFailure(
                "nothing was exported",
                why: names == nil ? "\(directory) is no directory" : "\(directory) is not empty",
                todo: "name a directory that is empty or not there",
                .cannotCreate
            )
        }
    }
}
