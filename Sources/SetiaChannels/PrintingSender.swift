package import SetiaService

/// Shows mail and texts to whoever runs the program instead of sending them: for development, and said loudly.
package struct PrintingSender: MailSender, TextSender {
    private let print: @Sendable (String) -> Void

    /// A sender that prints by `print`, a whole letter at a time.
    package init(print: @escaping @Sendable (String) -> Void) {
        self.print = print
    }

    package func send(_ mail: Mail) async throws {
        let name = mail.to.name.isEmpty ? "" : "\(mail.to.name) "
        print(
            """
            ---- mail that is not sent (SETIA_MAIL is not set) ----
            To: \(name)<\(mail.to.address)>
            Subject: \(mail.subject)

            \(mail.text)
            ---- end of mail ----
            """
        )
    }

    package func send(_ text: String, to phone: String) async throws {
        print("---- text that is not sent, to \(phone): \(text)")
    }
}
