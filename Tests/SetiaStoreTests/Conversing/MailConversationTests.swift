import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Conversations by mail, on each store")
struct MailConversationTests {
    @Test("N-4: the same mail twice is kept once, and so is one without an id", arguments: Backend.allCases)
    func once(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let mail = bench.mail(id: "m1@example.com")
            let message = try await bench.keep(mail)
            #expect(message.conversation.member == bench.ana && message.number == 1)
            #expect(try await bench.service.receiveMail(mail) == .repeated)
            let nameless = Array("From: ana@example.com\r\nSubject: Hi\r\n\r\nNo id\r\n".utf8)
            try await bench.keep(nameless)
            #expect(try await bench.service.receiveMail(nameless) == .repeated)
            #expect(try await bench.service.thread(of: bench.ana, limit: 50)?.messages.count == 2)
        }
    }

    @Test("N-4: of 8 who hand over one mail of a stranger at once, one keeps it", arguments: Backend.allCases)
    func onceAtOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let mail = bench.mail(id: "m1@example.com", from: "budi@example.com")
            let kept = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask { if case .kept = try? await bench.service.receiveMail(mail) { true } else { false } }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(kept == 1)
            let budi = try #require(
                try await bench.service.member(with: Identity(kind: .email, text: "budi@example.com"))
            )
            #expect(try await bench.service.thread(of: budi, limit: 50)?.messages.count == 1)
        }
    }

    @Test(
        "N-3: a mail goes on its conversation by the address it answers, else by the messages it names where the sender is hers",
        arguments: Backend.allCases
    )
    func threads(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let first = try await bench.keep(bench.mail(id: "m1@example.com"))
            let same = try await bench.keep(bench.mail(id: "m2@example.com"))
            #expect(same.conversation != first.conversation, "a subject says nothing")
            let answer = try await bench.answer(first.conversation)
            let sent = try #require(bench.brand.mailbox.mails.last)
            let thread = try #require(sent.thread)
            #expect(sent.to.address == "ana@example.com" && sent.subject == "Re: Order")
            #expect(thread.inReplyTo == "m1@example.com" && thread.references == ["m1@example.com"])
            let reply = try #require(thread.replyTo)
            #expect(reply.hasPrefix("reply+") && reply.hasSuffix("@kopi.example.com") && answer.number == 2)
            // By the address, from wherever, in capitals as some servers make them.
            let elsewhere = bench.mail(id: "m3@example.com", from: "ana@work.example.com", to: reply.uppercased())
            let byToken = try await bench.keep(elsewhere)
            #expect(byToken.conversation == first.conversation && byToken.number == 3)
            #expect(try await bench.service.conversation(first.conversation)?.isVerified == true)
            // By the message named, hers only.
            let named = "In-Reply-To: <\(thread.messageID)>\r\n"
            let byName = try await bench.keep(bench.mail(id: "m4@example.com", headers: named))
            #expect(byName.conversation == first.conversation)
            let stranger = bench.mail(id: "m5@example.com", from: "eve@example.com", headers: named)
            #expect(try await bench.keep(stranger).conversation.member != bench.ana)
        }
    }

    @Test(
        "N-5: an unknown sender becomes a prospect whose address nobody has shown to be hers",
        arguments: Backend.allCases
    )
    func strangers(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let message = try await bench.keep(
                bench.mail(id: "m1@example.com", from: "\"Budi\" <BUDI@example.com>")
            )
            let budi = try #require(try await bench.service.member(message.conversation.member))
            #expect(budi.state.status == .prospect && budi.identities.map(\.value) == ["budi@example.com"])
            #expect(budi.person["name"]?.string == "Budi")
            #expect(try await bench.service.conversation(message.conversation)?.isVerified == false)
            let again = try await bench.keep(bench.mail(id: "m2@example.com", from: "budi@example.com"))
            #expect(again.conversation.member == message.conversation.member)
            // Enrolled later, she has what she wrote.
            let joined = try await bench.service.createMember(
                NewMember(identities: [try Identity(kind: .email, text: "budi@example.com")], facts: MemberFacts())
            )
            #expect(joined.member == message.conversation.member)
        }
    }

    @Test(
        "N-6: what a program wrote is no question: absence notes stand beside, bounces mark the answer, circulars are read",
        arguments: Backend.allCases
    )
    func programs(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let absent = "Auto-Submitted: auto-replied\r\n"
            let unknown = bench.mail(id: "a0@example.com", from: "eve@example.com", headers: absent)
            #expect(try await bench.service.receiveMail(unknown) == .ignored(.automatic))
            let first = try await bench.keep(bench.mail(id: "m1@example.com"))
            let answer = try await bench.answer(first.conversation)
            let thread = try #require(bench.brand.mailbox.mails.last?.thread)
            let reply = try #require(thread.replyTo)
            let note = try await bench.keep(bench.mail("Away", id: "a1@example.com", to: reply, headers: absent))
            #expect(note.kind == .automatic)
            #expect(try await bench.service.conversation(first.conversation)?.waiting == nil)
            let place = MessagePlace(first.conversation, answer.number)
            #expect(
                try await bench.service.receiveMail(Self.bounce(of: thread.messageID, to: reply), sender: "")
                    == .bounce(place)
            )
            let conversation = try #require(try await bench.service.conversation(first.conversation))
            #expect(conversation.hasTrouble && conversation.isOpen)
            let states = try await bench.service.messages(of: first.conversation)?.map(\.message.delivery.state)
            #expect(states?[1] == .failed)
            #expect(
                try await bench.service.receiveMail(Self.bounce(of: "x@elsewhere.com", to: "a@b.c"), sender: "")
                    == .ignored(.report)
            )
            let circular = bench.mail(id: "c1@example.com", headers: "Precedence: bulk\r\n")
            #expect(try await bench.keep(circular).kind == .inbound)
        }
    }

    static func bounce(of id: String, to address: String = "hello@kopi.example.com") -> [UInt8] {
        let text = """
            From: MAILER-DAEMON@mx.example.com
            To: \(address)
            Subject: Undelivered
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"

            --b
            Content-Type: text/plain

            It did not arrive.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.com

            Final-Recipient: rfc822; ana@example.com
            Action: failed
            Status: 5.1.1

            --b
            Content-Type: text/rfc822-headers

            Message-ID: <\(id)>

            --b--

            """
        return Array(text.replacing("\n", with: "\r\n").utf8)
    }

    @Test(
        "N-8: an answer leaves as mail, is tried again while the server is busy, and given up when it is refused",
        arguments: Backend.allCases
    )
    func leaves(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let mailbox = bench.brand.mailbox
            let first = try await bench.keep(bench.mail(id: "m1@example.com"))
            mailbox.failure = MailFailure(isTemporary: true, reason: "busy")
            let answer = try await bench.answer(first.conversation)
            #expect(try await delivery(answer, bench).state == .queued)
            #expect(try await bench.service.deliverMessages() == 0)
            mailbox.failure = nil
            bench.brand.clock.advance(milliseconds: 10_000)
            #expect(try await bench.service.deliverMessages() == 1)
            #expect(try await delivery(answer, bench).state == .sent)
            #expect(mailbox.mails.count == 1)
            #expect(try await bench.service.deliverMessages() == 0)
            mailbox.failure = MailFailure(isTemporary: false, reason: "refused")
            let other = try await bench.answer(first.conversation, "And more.")
            #expect(try await delivery(other, bench).state == .failed)
            #expect(try await bench.service.conversation(first.conversation)?.hasTrouble == true)
        }
    }

    private func delivery(_ message: Message, _ bench: TalkBench) async throws -> DeliveryRecord {
        let messages = try await bench.service.messages(of: message.conversation) ?? []
        return try #require(messages.first { $0.message.number == message.number }).message.delivery
    }

    @Test("N-9: names and subjects of strangers put no header into mail", arguments: Backend.allCases)
    func injection(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let name = "=?utf-8?q?Eve=0D=0ABcc:=20all@example.com?="
            let mail = bench.mail(
                id: "m1@example.com",
                from: "\(name) <eve@example.com>",
                subject: "=?utf-8?q?Hi=0D=0ABcc:=20all@example.com=0D=0A=0D=0A<script>?="
            )
            let message = try await bench.keep(mail)
            _ = try await bench.answer(message.conversation)
            let sent = try #require(bench.brand.mailbox.mails.last)
            for text in [sent.subject, sent.to.name, sent.to.address] {
                #expect(!text.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }, "\(text)")
            }
        }
    }

    @Test("files up to the limits are kept, larger ones named only", arguments: Backend.allCases)
    func files(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let large = String(repeating: "x", count: 76) + "\r\n"
            let body = """
                From: ana@example.com
                Message-ID: <m1@example.com>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="b"

                --b
                Content-Type: text/plain

                See these.
                --b
                Content-Type: image/png; name="../../cup.png"
                Content-Disposition: attachment; filename="../../cup.png"
                Content-Transfer-Encoding: base64

                iVBORw==
                --b
                Content-Type: text/plain
                Content-Disposition: attachment; filename="long.txt"

                """
            let text = body.replacing("\n", with: "\r\n") + String(repeating: large, count: 70_000) + "--b--\r\n"
            let message = try await bench.keep(Array(text.utf8))
            let content = try #require(try await bench.service.messages(of: message.conversation)?.first?.content)
            #expect(content.text == "See these." && content.files.map(\.name) == ["cup.png", "long.txt"])
            #expect(content.files.map(\.isKept) == [true, false])
            let file = try #require(try await bench.service.file(0, of: 1, in: message.conversation))
            #expect(file.bytes == [0x89, 0x50, 0x4E, 0x47])
            #expect(try await bench.service.file(1, of: 1, in: message.conversation) == nil)
        }
    }
}
