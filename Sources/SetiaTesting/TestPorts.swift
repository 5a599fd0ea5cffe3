package import SetiaService
internal import Synchronization

/// Passwords that hide nothing and take no time.
package final class TestPasswords: PasswordHashing {
    private let count = Mutex(0)
    /// What is kept begins with it; another mark is outdated.
    private let mark: String

    /// Passwords kept behind a mark.
    package init(mark: String = "test") { self.mark = mark }

    /// How many passwords were verified: the same work for whoever is not there.
    package var verified: Int { count.withLock { $0 } }

    package func hash(_ password: String) -> String { "\(mark):\(password)" }

    package func verify(_ password: String, against kept: String) -> Bool {
        count.withLock { $0 += 1 }
        return kept.utf8.elementsEqual("\(kept.prefix { $0 != ":" }):\(password)".utf8)
    }

    package var dummy: String { "\(mark)" }

    package func isOutdated(_ kept: String) -> Bool { !kept.hasPrefix("\(mark):") }
}

/// A letter box that keeps all that is sent; it can be told to refuse.
package final class TestMailbox: MailSender, TextSender {
    private let state = Mutex<(mails: [Mail], texts: [String], failure: MailFailure?)>(([], [], nil))

    /// An empty one.
    package init() {}

    /// What was sent, oldest first.
    package var mails: [Mail] { state.withLock { $0.mails } }

    /// What was sent to phones, oldest first, behind number and colon.
    package var texts: [String] { state.withLock { $0.texts } }

    /// What sending fails with from now on.
    package var failure: MailFailure? {
        get { state.withLock { $0.failure } }
        set { state.withLock { $0.failure = newValue } }
    }

    package func send(_ mail: Mail) throws {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            state.mails.append(mail)
        }
    }

    package func send(_ text: String, to phone: String) throws {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            state.texts.append("\(phone): \(text)")
        }
    }
}

extension StaffPorts {
    /// Ports that hide nothing and send nothing.
    package static func test(
        passwords: TestPasswords = TestPasswords(),
        mail: TestMailbox = TestMailbox()
    ) -> StaffPorts {
        StaffPorts(
            passwords: passwords,
            mail: mail,
            texts: mail,
            address: "https://kopi.example.com",
            mailbox: "hello@kopi.example.com",
            replyAddress: "reply@kopi.example.com"
        )
    }
}
