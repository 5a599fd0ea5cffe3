import JSONText
import SetiaCore
import SetiaWire
import Testing

@testable import SetiaDemo

@Suite("The story")
struct StoryTests {
    @Test("goes forward: by the day, within the day, and for each member", arguments: Told.stories.indices)
    func goesForward(place: Int) {
        let told = Told.stories[place]
        let moments = told.events.map(\.event.occurredAt)
        #expect(zip(moments, moments.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(moments.allSatisfy { $0 <= told.brand.until })
        var joined: [MemberID: Instant] = [:]
        for joining in told.joining { joined[joining.member] = joining.enrolment.occurredAt }
        for event in told.events {
            guard case .member(let member) = event.who else { continue }
            #expect(joined[member].map { $0 <= event.event.occurredAt } == true)
        }
    }

    @Test("gives no id twice: of events, orders, members, addresses", arguments: Told.stories.indices)
    func givesNoIDTwice(place: Int) {
        let told = Told.stories[place]
        let ids = told.events.map { "\($0.event.source) \($0.event.id)" }
        #expect(Set(ids).count == ids.count)
        let members = told.joining.map(\.member)
        #expect(Set(members).count == members.count)
        let identities = told.joining.flatMap(\.identities)
        #expect(Set(identities).count == identities.count)
    }

    @Test("people can be reached by nobody: addresses end in example.com, telephones in numbers nobody has")
    func reachesNobody() {
        for identity in Told.stories[0].joining.flatMap(\.identities) {
            switch identity.kind {
            case "email": #expect(identity.value.hasSuffix("@example.com"))
            case "phone":
                #expect(["+60100", "+628990", "+66600"].contains { identity.value.hasPrefix($0) })
            default: #expect(identity.value.hasPrefix("KS"))
            }
        }
    }

    @Test("facts name nobody", arguments: Told.stories.indices)
    func factsNameNobody(place: Int) {
        let told = Told.stories[place]
        var names: Set<String> = []
        for joining in told.joining {
            if let name = joining.person["name"]?.string { names.insert(name) }
            names.formUnion(joining.identities.map(\.value))
        }
        for event in told.events.prefix(20_000) {
            let facts = "\(event.event)"
            #expect(!facts.contains("@") && !facts.contains("+6"))
        }
        #expect(names.count > told.joining.count)
        let facts = told.joining.map { "\($0.enrolment)" }
        #expect(
            zip(facts, told.joining).allSatisfy { fact, joining in
                joining.person["name"]?.string.map { !fact.contains($0) } ?? false
            }
        )
    }

    @Test("speaks four languages, in three countries and currencies, with names in Thai letters and names of one word")
    func speaksFourLanguages() {
        let told = Told.stories[0]
        let facts = told.joining.compactMap { joining in
            if case .memberEnrolled(let facts) = joining.enrolment.matter { facts } else { nil }
        }
        for language in ["en", "ms", "id", "th"] {
            #expect(share(facts.count { $0.language?.text == language }, of: facts.count) > 0.08)
        }
        let countries = ["MY", "ID", "TH"].map { code in
            share(facts.count { $0.country?.text == code }, of: facts.count)
        }
        #expect((0.4...0.6).contains(countries[0]) && (0.22...0.4).contains(countries[1]) && countries[2] > 0.12)
        #expect(Set(told.purchases.map(\.order.currency.code)) == ["MYR", "IDR", "THB"])
        let names = told.joining.compactMap { $0.person["name"]?.string }
        #expect(names.contains { $0.unicodeScalars.contains { (0x0E00...0x0E7F).contains($0.value) } })
        #expect(names.contains { !$0.contains(" ") })
        #expect(names.contains { $0.contains(" binti ") } && names.contains { $0.contains(" a/p ") })
    }

    @Test("nothing is spent that is not there: the programme refuses nothing in small stories", arguments: 10..<16)
    func refusesNothing(seed: UInt64) throws {
        let told = try Told(seed: seed, members: 60)
        #expect(told.joining.count == 60)
        #expect(told.events.contains { if case .pointsRedeemed = $0.event.matter { true } else { false } })
    }

    @Test("households live at one address and come together", arguments: Told.stories.indices)
    func householdsComeTogether(place: Int) {
        let told = Told.stories[place]
        var homes: [String: [MemberID]] = [:]
        for joining in told.joining {
            guard let address = joining.person["address"], let street = address["street"]?.string,
                let postcode = address["city"]?.string
            else { continue }
            homes["\(street) \(postcode)", default: []].append(joining.member)
        }
        let shared = homes.values.filter { $0.count > 1 }
        #expect(shared.count > told.joining.count / 60)
        let days = told.daysByMember
        let together = shared.filter { home in
            let mine = Set(days[home[0]] ?? [])
            return (days[home[1]] ?? []).contains { mine.contains($0) }
        }
        #expect(together.count > shared.count / 3)
    }

    @Test("a consent was given with its evidence, or is known to be unproven; and some are taken back")
    func keepsConsents() {
        let told = Told.stories[0]
        let given = told.joining.flatMap(\.consents).map(\.consent)
        #expect(given.allSatisfy { $0.wording != nil })
        #expect(given.contains { $0.evidence == nil } && given.contains { !$0.isGiven })
        let later = told.events.compactMap { event in
            if case .consentChanged(let consent) = event.event.matter { consent } else { nil }
        }
        #expect(later.contains { !$0.isGiven } && later.contains { $0.isGiven && $0.wording == "privacy-2" })
    }
}
