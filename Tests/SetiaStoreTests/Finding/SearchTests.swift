import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Finding members by what is known of them")
struct SearchTests {
    /// Beginnings of words as somebody may type them, with the ways in which the same is written.
    private static let syllables: [(typed: String, written: [String])] = [
        ("sit", ["sit", "Sit", "SIT", "Ｓｉｔ"]), ("jose", ["José", "Jose\u{301}", "JOSE"]), ("nur", ["Nur", "Nu'r"]),
        ("dang", ["Đặng", "dang"]), ("ng", ["Ng", "NG"]), ("สม", ["สม"]), ("ชาย", ["ชาย"]), ("陈伟", ["陈伟"]),
        ("kumar", ["Kumar", "KUMÁR"]), ("a", ["a", "A"]),
    ]

    @Test("who is found is exactly who has a word that begins so", arguments: Backend.allCases, 0..<4 as Range<UInt64>)
    func findsExactly(backend: Backend, seed: UInt64) async throws {
        try await backend.withStore { store in
            var random = SplitMix64(seed: seed)
            let brand = try await FindingBrand(store)
            var words: [MemberID: [String]] = [:]
            for number in 0..<40 {
                var (folded, written) = ([String](), [String]())
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    var pieces = ("", "")
                    for _ in 0..<Int.random(in: 1...2, using: &random) {
                        let syllable = SearchTests.syllables.randomElement(using: &random)!
                        pieces.0 += syllable.typed
                        pieces.1 += syllable.written.randomElement(using: &random)!
                    }
                    folded.append(pieces.0)
                    written.append(pieces.1)
                }
                words[try await brand.enrol(written.joined(separator: " "), card: "K\(number)")] = folded
            }
            for _ in 0..<30 {
                let word = words.values.randomElement(using: &random)!.randomElement(using: &random)!
                let scalars = Array(word.unicodeScalars)
                let fewest = isShortScript(scalars[0]) ? 2 : 3
                let longer = Int.random(in: 0...max(0, scalars.count - fewest), using: &random)
                let length = min(scalars.count, fewest + longer)
                let typed = String(String.UnicodeScalarView(scalars.prefix(length)))
                let expected = words.filter { member in
                    member.value.contains { other in
                        let other = Array(other.unicodeScalars)
                        return other.starts(with: scalars.prefix(length))
                            && (length >= fewest || other.count == length)
                    }
                }
                let found = try await brand.found(typed.uppercased())
                #expect(found.count == Set(found).count)
                #expect(Set(found) == Set(expected.keys), "seed \(seed): \(typed)")
            }
        }
    }

    private func isShortScript(_ scalar: Unicode.Scalar) -> Bool {
        (0xE00...0xEFF).contains(scalar.value) || (0x4E00...0x9FFF).contains(scalar.value)
    }

    @Test("several words must all be hers, in any order", arguments: Backend.allCases)
    func intersects(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let ana = try await brand.enrol("Siti Nurhaliza binti Ahmad", card: "1", phone: "+60123456789")
            try await brand.enrol("Siti Aminah", card: "2", phone: "+60123456780")
            #expect(try await brand.found("nurha siti") == [ana])
            #expect(try await brand.found("siti 6789") == [ana])
            #expect(try await brand.found("nurhalizah") == [])
            #expect(try await brand.found("siti").count == 2)
        }
    }

    @Test(
        "a number, a card and an address are found however they are typed",
        arguments: Backend.allCases,
        [
            "6789", "+60 12-345 6789", "012 345 6789", "60123456789", "KS-1001", "ks-1001", " Ana@Example.COM ",
            "Ana", "0012 345 6789",
        ]
    )
    func findsNumbers(backend: Backend, text: String) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            try await brand.enrol("Budi", card: "KS-1002", phone: "+60123450000", email: "budi@example.com")
            let ana = try await brand.enrol("Ana", card: "KS-1001", phone: "+60123456789", email: "ana@example.com")
            #expect(try await brand.found(text) == [ana])
        }
    }

    @Test("a prospect whom an order names by telephone is found by its end", arguments: Backend.allCases)
    func findsProspects(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let identity = try Identity(kind: .phone, text: "+66812345678")
            let outcome = try await brand.service.record(
                Intake(event: Fixture.order("A", 5_900), who: .identity(identity))
            )
            guard case .recorded(let receipt) = outcome else { throw StoreFailure(kind: .other, message: "\(outcome)") }
            #expect(try await brand.found("5678") == [receipt.member])
            // She joins by the same number, and is found by name and number.
            _ = try await brand.service.createMember(
                NewMember(identities: [identity], facts: MemberFacts(), person: ["name": .string("สมชาย ใจดี")])
            )
            #expect(try await brand.found("สมช") == [receipt.member])
            #expect(try await brand.found("5678") == [receipt.member])
        }
    }

    @Test("who was erased is found by nothing, and nothing of her words stays", arguments: Backend.allCases)
    func erasedAreNotFound(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let ana = try await brand.enrol("Ana Kadir", card: "1", phone: "+60123456789", email: "ana@example.com")
            let words = try await store.reading { try $0.words(of: ana) }
            #expect(words.count == 5)
            #expect(try await brand.service.eraseMember(ana))
            for text in ["Ana", "kad", "6789", "+60123456789", "1", "ana@example.com"] {
                #expect(try await brand.found(text) == [], "\(text)")
                #expect(try await brand.exported(MemberQuery(text: text)) == [], "\(text)")
            }
            #expect(try await store.reading { try $0.words(of: ana) } == [])
            for word in words {
                #expect(try await store.reading { try $0.members(withWord: word, before: nil, limit: 9) } == [])
            }
            // The list has her, without a name.
            let row = try await brand.all(MemberQuery(status: .erased)).first
            #expect(row?.id == ana)
            #expect(row?.name == nil && row?.card == nil && row?.phone == nil && row?.email == nil)
        }
    }

    @Test("one whose key is gone hides nobody else", arguments: Backend.allCases)
    func passesOverTheUnreadable(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let ana = try await brand.enrol("Ana Kadir", card: "1")
            let later = Fixture.newYear.adding(days: 40)
            _ = try brand.service.sealing.makeEpoch(now: later)
            let budi = try await brand.enrol("Budi Kadir", card: "2")
            _ = try brand.service.sealing.destroyEpochs(endedBefore: later.adding(days: 1))
            #expect(try await brand.found("kadir") == [budi])
            let rows = try await brand.all(MemberQuery())
            #expect(rows.map(\.id) == [budi, ana])
            #expect(rows.map(\.name) == ["Budi Kadir", nil])
        }
    }

    @Test("a changed name is found by its new words and no longer by the old", arguments: Backend.allCases)
    func followsChanges(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let ana = try await brand.enrol("Ana Kadir", card: "1")
            let service = brand.service
            try await store.writing { ledger in
                guard let key = try ledger.keys(of: [ana])[0] else { return }
                let person = JSON.object(["name": .string("Ana Yusof")]).canonical
                let sealed = try service.sealing.seal(person, for: ana, use: .person, with: key)
                try ledger.setPerson(sealed, of: ana)
                try service.keepWords(of: ana, in: ledger)
            }
            #expect(try await brand.found("kadir") == [])
            #expect(try await brand.found("ana yus") == [ana])
        }
    }

    @Test("members of before are filled in, and a list says so until then", arguments: Backend.allCases)
    func fillsIn(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            var members: [MemberID] = []
            for number in 0..<7 { members.append(try await brand.enrol("Ana \(number)", card: "\(number)")) }
            let all = members
            try await store.writing { ledger in
                for member in all { try ledger.setWords([], of: member) }
                try ledger.save(SearchProgress())
            }
            #expect(try await brand.service.findMembers(MemberQuery(text: "ana"), limit: 9).wasCut)
            #expect(try await brand.service.fillSearch() == 7)
            #expect(try await brand.service.fillSearch() == 0)
            let page = try await brand.service.findMembers(MemberQuery(text: "ana"), limit: 9)
            #expect(Set(page.rows.map(\.id)) == Set(members))
            #expect(!page.wasCut)
        }
    }

    @Test("of very many with one word the newest are looked at, and the page says so", arguments: [Backend.model])
    func saysWhenItWasCut(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let members = (1...2_001).map { Fixture.member($0) }
            let word = brand.service.sealing.wordHash(.name("ana"))
            try await store.writing { ledger in for member in members { try ledger.setWords([word], of: member) } }
            #expect(try await brand.service.findMembers(MemberQuery(text: "ana"), limit: 9).wasCut)
            try await store.writing { try $0.setWords([], of: members[0]) }
            #expect(try await !brand.service.findMembers(MemberQuery(text: "ana"), limit: 9).wasCut)
        }
    }

    @Test("a word too short for a beginning is taken whole, and the page says so", arguments: Backend.allCases)
    func takesShortWords(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let ng = try await brand.enrol("Ng Wei", card: "1")
            try await brand.enrol("Nguyen", card: "2")
            let page = try await brand.service.findMembers(MemberQuery(text: "Ng"), limit: 9)
            #expect(page.rows.map(\.id) == [ng])
            #expect(page.wasTooShort)
        }
    }
}
