internal import ArgumentParser
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia mail-pipe`: takes a mail that a mail server hands over.
struct MailPipeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail-pipe",
        abstract: "Take a mail that a mail server hands over.",
        discussion: """
            For an alias or a transport of Postfix, Exim and the like: the mail is put into the member's conversation, an \
            unknown sender becomes a prospect, and the same mail again changes nothing. Answers come back into their \
            conversation where SETIA_MAIL_REPLY is set as for setia serve. It ends with 0 when the mail is kept or needs \
            not be, and with 75 when it should be handed over again later.

            EXAMPLES
              setia mail-pipe --database shop.db < mail.eml
              setia mail-pipe --database shop.db --recipient "$RECIPIENT"
              setia mail-pipe --database shop.db --json < mail.eml
            """,
        shouldDisplay: false
    )

    @Option(help: ArgumentHelp("Whom the server names as the sender; empty for nobody.", valueName: "address"))
    var sender: String?

    @Option(help: ArgumentHelp("To whom the server is to deliver it.", valueName: "address"))
    var recipient: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let shell = Shell.current
        // Longer ones are refused by mail servers, which are set to less.
        let bytes = shell.readAll()
        guard !bytes.isEmpty else { throw ValidationError("a mail is expected on standard input") }
        let receipt: MailReceipt
        do {
            receipt = try await brand.withBrand(letters: try LinkOptions.parse([]).letters()) { brand in
                try await brand.service.receiveMail(bytes, sender: sender, recipient: recipient)
            }
        } catch {
            // Whatever it is: the mail is not lost, and comes again.
            let failure = failure(for: error)
            shell.note("setia: the mail is not kept yet: \(failure.what): \(failure.why)")
            throw ExitCode(75)
        }
        let (name, what) = said(receipt)
        guard output.json else { return shell.note("setia: \(what)") }
        shell.say("{\"receipt\":\"\(name)\"}")
    }

    private func said(_ receipt: MailReceipt) -> (String, String) {
        switch receipt {
        case .kept(let message): ("kept", "kept in conversation \(message.conversation.text)")
        case .repeated: ("repeated", "kept before")
        case .bounce(let place): ("bounce", "noted: a mail of conversation \(place.conversation.text) did not arrive")
        case .ignored(let reason): ("ignored-\(reason.rawValue)", "not kept: \(reason.rawValue)")
        }
    }
}
