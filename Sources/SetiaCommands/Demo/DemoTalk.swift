internal import SetiaCore
internal import SetiaDemo
internal import SetiaService

/// What members wrote in the last days of the story, and what they were answered: some wait, one of them for too long.
struct DemoTalk {
    let service: SetiaService
    let world: DemoWorld
    let until: Instant

    private static let hour: Int64 = 3_600_000

    /// What a member of a country wrote so many hours before the end, and what was answered so many hours after it.
    private struct Talk {
        let country: Key
        let hours: Int64
        let question: String
        var answers: [(after: Int64, text: String)] = []
        var closes = false
    }

    private static let talks = [
        Talk(
            country: "MY",
            hours: 75,
            question: "Can I use my points for beans as well, or only in the cafés?",
            answers: [(1, "You can have a coffee or the mug for them; beans earn points. I hope that helps!")],
            closes: true
        ),
        Talk(
            country: "ID",
            hours: 30,
            question: "Kemarin saya pesan lewat aplikasi di Bandung, tapi poinnya belum masuk. Bisa dicek?",
            answers: [(2, "Terima kasih sudah menulis. Poinnya sudah masuk dan bisa dipakai mulai dua minggu lagi.")]
        ),
        Talk(country: "TH", hours: 26, question: "สาขาที่เชียงใหม่เปิดวันหยุดนี้ไหมคะ"),
        Talk(
            country: "MY",
            hours: 2,
            question: "Kad saya hilang. Bolehkah mata dipindahkan ke kad baharu?"
        ),
        Talk(country: "ID", hours: 1, question: "Apakah mug bisa dikirim ke alamat kantor?"),
    ]

    private static let ready: [(name: String, texts: [Language: String])] = [
        (
            "Points wait two weeks",
            [
                .en: "Hello {name}, points can be used 14 days after the order. You have {points} now. {agent}",
                .ms: "Helo {name}, mata boleh digunakan 14 hari selepas pesanan. Kini anda ada {points}. {agent}",
                .id: "Halo {name}, poin bisa dipakai 14 hari setelah pesanan. Sekarang Anda punya {points}. {agent}",
                .th: "สวัสดีค่ะคุณ {name} ใช้คะแนนได้ 14 วันหลังการสั่งซื้อ ตอนนี้คุณมี {points} ค่ะ {agent}",
            ]
        )
    ]

    /// Lets them write, and an agent answer.
    ///
    /// - Parameter agent: Who answers.
    /// - Throws: the trouble of the world.
    func fill(by agent: StaffSession) async throws {
        for (name, texts) in Self.ready { try await service.saveCanned(name, texts, by: .operator) }
        for (place, talk) in Self.talks.enumerated() {
            let rows = try await service.findMembers(
                MemberQuery(status: .active, country: talk.country),
                limit: 2 + place
            ).rows
            guard let member = rows.last?.id else { continue }
            let asked = until.adding(milliseconds: -talk.hours * Self.hour)
            world.travel(to: asked)
            let message = try await service.receive(Inbound(member: member, text: talk.question, channel: .portal))
            for answer in talk.answers {
                world.travel(to: asked.adding(milliseconds: answer.after * Self.hour))
                var answering = Answering(
                    member: member,
                    conversation: message.conversation.identifier,
                    text: answer.text
                )
                answering.closes = talk.closes
                _ = try await service.answer(answering, by: .staff(agent.staff.id, name: agent.staff.name))
            }
        }
        world.travel(to: until)
    }
}
