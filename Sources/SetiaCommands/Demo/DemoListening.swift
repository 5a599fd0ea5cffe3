internal import SetiaCare
internal import SetiaCore
internal import SetiaDemo
internal import SetiaService
internal import SetiaWire

/// What members said when they were asked and when they were not: answers, reviews, cases, and places at an evening; and
/// journeys that are written and not begun.
struct DemoListening {
    let service: SetiaService
    let world: DemoWorld
    let until: Instant

    private static let day: Int64 = 86_400_000

    /// What a member of a country says, and how many stars or points of ten she gives.
    private struct Saying {
        let country: Key
        let score: Int
        var text = ""
    }

    private static let bonds = [
        Saying(country: "MY", score: 10, text: "The staff at my branch know my order."),
        Saying(country: "MY", score: 9), Saying(country: "MY", score: 9, text: "Kopi sedap, mata mudah digunakan."),
        Saying(country: "MY", score: 8),
        Saying(country: "MY", score: 7, text: "Good coffee, long queue in the morning."),
        Saying(country: "MY", score: 3, text: "Twice my oat milk was charged and not there."),
        Saying(country: "ID", score: 10, text: "Kopinya selalu konsisten."), Saying(country: "ID", score: 9),
        Saying(country: "ID", score: 8), Saying(country: "ID", score: 6, text: "Mesin di Bandung sering rusak."),
        Saying(country: "ID", score: 2, text: "Pesanan saya dibatalkan dua kali dan tidak ada kabar."),
        Saying(country: "TH", score: 10, text: "พนักงานน่ารักมากค่ะ"), Saying(country: "TH", score: 9),
        Saying(country: "TH", score: 7), Saying(country: "TH", score: 5, text: "แอปช้าไปนิด"),
    ]

    private static let reviews = [
        Saying(country: "MY", score: 5, text: "My favourite for rainy mornings."),
        Saying(country: "MY", score: 4, text: "Sedap, cuma agak manis."),
        Saying(country: "MY", score: 5, text: "Cukup pekat, aroma wangi."),
        Saying(country: "MY", score: 2, text: "It was cold."),
        Saying(country: "ID", score: 5, text: "Enak banget, porsinya pas."),
        Saying(country: "ID", score: 4, text: "Rasanya konsisten, harganya wajar."),
        Saying(country: "ID", score: 3, text: "Biasa saja."), Saying(country: "TH", score: 5, text: "หอมมาก ชอบค่ะ"),
        Saying(country: "TH", score: 4, text: "อร่อย แต่แก้วเล็กไปหน่อย"),
        Saying(country: "TH", score: 5, text: "กลับมาซื้อทุกสัปดาห์"),
    ]

    /// Lets them speak.
    ///
    /// - Returns: how many events that is.
    /// - Throws: the trouble of the world.
    func fill() async throws -> Int64 {
        let members = try await people()
        var events = try await answer(members)
        events += try await review(members)
        try await complain(members)
        try await invite(members)
        for template in [JourneyTemplate.welcome, .postPurchase, .winBack] {
            let document = template.document(survey: "first-cup")
            _ = try await service.putJourney(template.rawValue, document, by: .operator)
        }
        world.travel(to: until)
        return events
    }

    private func people() async throws -> [Key: [MemberID]] {
        var found: [Key: [MemberID]] = [:]
        for country: Key in ["MY", "ID", "TH"] {
            found[country] = try await service.findMembers(
                MemberQuery(status: .active, country: country),
                limit: 40
            ).rows.map(\.id)
        }
        return found
    }

    private func answer(_ members: [Key: [MemberID]]) async throws -> Int64 {
        var answers: Int64 = 0
        var asked: [Key: Int] = [:]
        for (place, saying) in Self.bonds.enumerated() {
            let number = asked[saying.country, default: 0]
            asked[saying.country] = number + 1
            guard let member = members[saying.country]?.dropFirst(10 + number).first else { continue }
            world.travel(to: until.adding(milliseconds: -Self.day * 4 + Int64(place) * 3_600_000))
            do {
                _ = try await service.answerSurvey(
                    "recommend",
                    of: member,
                    score: saying.score,
                    comment: saying.text.isEmpty ? nil : saying.text
                )
                answers += 1
            } catch is SurveyRefusal {
                // Whoever is left alone now says nothing.
            }
        }
        return answers
    }

    private func review(_ members: [Key: [MemberID]]) async throws -> Int64 {
        var published: Int64 = 0
        var spoken: [Key: Int] = [:]
        for (place, saying) in Self.reviews.enumerated() {
            let number = spoken[saying.country, default: 0]
            spoken[saying.country] = number + 1
            guard let member = members[saying.country]?.dropFirst(number).first else { continue }
            world.travel(to: until.adding(milliseconds: -Self.day * 3 + Int64(place) * 3_600_000))
            guard let bought = try await service.unreviewedPurchases(of: member).first else { continue }
            let new = NewProductReview(member: member, product: bought.product, stars: saying.score, text: saying.text)
            let review = try await service.writeProductReview(new).review
            // The newest two wait to be read.
            guard place < Self.reviews.count - 2 else { continue }
            _ = try await service.change(review.id, .publish, by: .operator)
            published += 1
            if saying.score < 3 {
                let sorry = "We are sorry. Show this at the counter, and the next cup is hot and on us."
                _ = try await service.change(review.id, .answer(sorry), by: .operator)
            }
        }
        return published
    }

    private func complain(_ members: [Key: [MemberID]]) async throws {
        let said: [(country: Key, kind: CaseKind, text: String)] = [
            ("MY", .complaint, "Caj susu oat dikenakan dua kali dalam satu pesanan."),
            ("ID", .idea, "Bagaimana kalau ada kopi tanpa gula di aplikasi?"),
            ("TH", .praise, "ขอบคุณน้องที่สาขาเชียงใหม่ที่ช่วยหากระเป๋าให้ค่ะ"),
        ]
        for (place, saying) in said.enumerated() {
            guard let member = members[saying.country]?.dropFirst(8).first else { continue }
            world.travel(to: until.adding(milliseconds: -Self.day * 2 + Int64(place) * 7_200_000))
            let new = NewCase(member: member, kind: saying.kind, text: saying.text, source: .portal)
            let opened = try await service.openCase(new, by: .operator)
            guard saying.kind == .complaint else { continue }
            world.travel(to: until.adding(milliseconds: -Self.day))
            _ = try await service.change(opened.id, .move(.owned, text: "", cause: nil), by: .operator)
            let words = "Maaf. Satu caj sudah dipulangkan, dan susu oat seterusnya percuma."
            _ = try await service.change(opened.id, .move(.answered, text: words, cause: nil), by: .operator)
        }
    }

    private func invite(_ members: [Key: [MemberID]]) async throws {
        world.travel(to: until.adding(milliseconds: -Self.day))
        var wish = GatheringWish(key: "cupping-evening")
        wish.words = [
            Gathering.Words(language: "en", title: "Cupping evening", text: "Six coffees, three farms, one table."),
            Gathering.Words(language: "ms", title: "Malam rasa kopi", text: "Enam kopi, tiga ladang, satu meja."),
            Gathering.Words(language: "id", title: "Malam cicip kopi", text: "Enam kopi, tiga kebun, satu meja."),
            Gathering.Words(language: "th", title: "ค่ำคืนชิมกาแฟ", text: "กาแฟหกแก้ว สามไร่ หนึ่งโต๊ะ"),
        ]
        wish.startsAt = until.adding(milliseconds: Self.day * 21)
        wish.endsAt = until.adding(milliseconds: Self.day * 21 + 2 * 3_600_000)
        wish.place = .inPerson("Kopi Setia, Jalan Bangsar, Kuala Lumpur")
        wish.capacity = 6
        _ = try await service.putGathering(wish, by: .operator)
        for member in members["MY"]?.prefix(8) ?? [] {
            do {
                _ = try await service.askForPlace(at: "cupping-evening", for: member)
                _ = try await service.confirmPlace(at: "cupping-evening", of: member)
            } catch is GatheringRefusal {
                // Whoever waits has nothing to confirm.
            }
        }
    }
}
