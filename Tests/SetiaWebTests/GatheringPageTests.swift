import HTTPTypes
import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("Events for members on pages")
struct GatheringPageTests {
    private func member(_ visitor: Visitor, _ card: String, name: String = "Ana") async throws -> MemberID {
        let member = try await visitor.brand.service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: card)],
                facts: MemberFacts(language: "en"),
                person: ["name": .string(name)]
            )
        ).member
        visitor.cookies["setia-member"] = try await visitor.brand.service.startMemberSession(member)
        visitor.cookies["setia-language"] = "en"
        return member
    }

    private func staff(_ brand: TestBrand, _ role: Role = .manager, name: String = "Mei") async throws -> Visitor {
        let staff = try await Visitor(brand)
        staff.cookies["setia-language"] = "en"
        try await staff.join(name, role)
        return staff
    }

    private static let form = [
        "key": "tasting-june", "title-en": "June <b>tasting</b>", "text-en": "Four coffees {{frame.token}}",
        "title-th": "ชิมกาแฟ", "starts": "2026-06-05T19:00", "ends": "2026-06-05T21:00", "kind": "inPerson",
        "place": "Jalan Telawi 3", "capacity": "1", "offerHours": "12", "opens": "2026-03-01T10:00",
        "who-0": "level status.gold", "from-0": "2026-02-27T10:00",
    ]

    @Test(
        "X-2: staff make an event; she reads the windows, has a place held, confirms it and sees her code; others wait"
    )
    func way() async throws {
        let visitor = try await Visitor()
        _ = try await member(visitor, "KS-1")
        let staff = try await staff(visitor.brand)
        #expect(try await staff.get("/console/gatherings").text.contains("No events"))
        _ = try await staff.get("/console/gatherings/new")
        let wrong = try await staff.post(
            "/console/gatherings/new",
            ["key": "Tasting", "starts": "soon", "capacity": "x"]
        )
        #expect(wrong.status == 422 && wrong.text.contains("Day and time, please."))
        let worse = try await staff.post(
            "/console/gatherings/new",
            filled: Self.form.merging(["capacity": "0", "ends": "2026-06-05T18:00"]) { $1 }
        )
        #expect(worse.status == 422 && worse.text.contains("It ends before it begins."))
        #expect(worse.text.contains("A whole number from 1 to 100,000.") && worse.text.contains("Jalan Telawi 3"))
        let made = try await staff.post("/console/gatherings/new", filled: Self.form)
        #expect(made.headers[.location] == "/console/gatherings/tasting-june?done=gatheringSaved")
        let taken = try await staff.post("/console/gatherings/new", filled: Self.form)
        #expect(taken.status == 422 && taken.text.contains("There is an event of this name."))

        let list = try await visitor.get("/card/events")
        #expect(list.text.contains("/card/events/tasting-june") && list.text.contains("1 place left"))
        #expect(list.text.contains("June &lt;b&gt;tasting") && !list.text.contains("<b>tasting"))
        let path = "/card/events/tasting-june"
        let page = try await visitor.get(path)
        #expect(page.text.contains("Gold and higher from") && page.text.contains("Everybody from"))
        #expect(page.text.contains("I would like to come") && page.text.contains("{{frame.token}}"))
        #expect(try await visitor.post(path, ["do": "ask"]).headers[.location] == "\(path)?done=placeHeld")
        #expect(try await visitor.get(path).text.contains("Held for you until"))
        #expect(try await visitor.post(path, ["do": "confirm"]).headers[.location] == "\(path)?done=placeConfirmed")
        let hers = try await visitor.get(path)
        #expect(
            hers.text.contains("Show this at the door.") && hers.text.contains("<svg") && hers.text.contains("KS-1")
        )
        #expect(try await visitor.get("\(path)/event.ics").text.contains("UID:tasting-june@kopi.example.com"))
        visitor.cookies["setia-language"] = "th"
        #expect(try await visitor.get(path).text.contains("ชิมกาแฟ"))
        visitor.cookies["setia-language"] = "ms"
        #expect(try await visitor.get("/card/events").text.contains("Disahkan"))
        visitor.cookies["setia-language"] = "id"
        #expect(try await visitor.get(path).text.contains("Lepaskan tempat"))

        let other = try await Visitor(visitor.brand)
        _ = try await member(other, "KS-2", name: "Ben")
        #expect(try await other.get(path).text.contains("Wait for a place"))
        #expect(try await other.post(path, ["do": "ask"]).headers[.location] == "\(path)?done=placeWaiting")
        #expect(try await other.get(path).text.contains("You are next."))
        let early = try await other.post(path, ["do": "confirm"])
        #expect(early.status == 422 && early.text.contains("No place was offered to you yet."))
        _ = try await visitor.get(path)
        #expect(try await visitor.post(path, ["do": "cancel"]).status == 303)
        #expect(try await other.get(path).text.contains("A place has become free for you."))
        #expect(try await other.post(path, ["do": "confirm"]).status == 303)
        let guests = try await staff.get("/console/gatherings/tasting-june")
        #expect(guests.text.contains("Ben") && guests.text.contains("guests.csv"))
        #expect(try await staff.get("/console/gatherings/tasting-june/guests.csv").text.contains("confirmed,Ben"))
        let fewer = try await staff.get("/console/gatherings/tasting-june/edit")
        #expect(fewer.text.contains("2026-06-05T19:00") && fewer.text.contains("2026-02-27T10:00"))
        #expect(try await staff.post("/console/gatherings/tasting-june", ["do": "callOff"]).status == 303)
        #expect(try await other.get(path).text.contains("Called off"))
        #expect(try await visitor.get("/card/events/none").status == 404)
        #expect(try await staff.get("/console/gatherings/none").status == 404)
        #expect(try await staff.get("/till/door/none").status == 404)
    }

    @Test("X-7: at the door the camera's form lets in by card, and a wrong code is answered like an unknown one")
    func door() async throws {
        let visitor = try await Visitor()
        _ = try await member(visitor, "KS-1")
        let staff = try await staff(visitor.brand)
        _ = try await staff.get("/console/gatherings/new")
        let form = Self.form.merging(["starts": "2026-03-02T10:00", "ends": "2026-03-02T12:00"]) { $1 }
        #expect(try await staff.post("/console/gatherings/new", filled: form).status == 303)
        let path = "/card/events/tasting-june"
        _ = try await visitor.get(path)
        _ = try await visitor.post(path, ["do": "ask"])
        _ = try await visitor.post(path, ["do": "confirm"])
        let till = try await self.staff(visitor.brand, .till, name: "Siti")
        #expect(try await till.get("/console/gatherings").status == 403)
        #expect(try await till.get("/till/door").text.contains("/till/door/tasting-june"))
        let door = try await till.get("/till/door/tasting-june")
        #expect(door.text.contains("data-scan=\"card\"") && door.text.contains("0 of 1 are in"))
        let unknown = try await till.post("/till/door/tasting-june", ["card": "KS-9"])
        #expect(unknown.status == 422 && unknown.text.contains("Nobody with a confirmed place has this code."))
        let entered = try await till.post("/till/door/tasting-june", ["card": "KS-1"])
        #expect(entered.status == 200 && entered.text.contains("Ana") && entered.text.contains("1 of 1 are in"))
        #expect(try await till.post("/till/door/tasting-june", ["card": "KS-1"]).text.contains("Was let in before"))
        let late = try await visitor.post(path, ["do": "cancel"])
        #expect(late.status == 422)
    }

    @Test("X-1: looking at every link takes no place and changes none")
    func scanner() async throws {
        let visitor = try await Visitor()
        let ana = try await member(visitor, "KS-1")
        let staff = try await staff(visitor.brand)
        _ = try await staff.get("/console/gatherings/new")
        #expect(try await staff.post("/console/gatherings/new", filled: Self.form).status == 303)
        let before = try await visitor.brand.service.gathering("tasting-june")
        // Every link of the pages, and every address that a form is sent to.
        var (seen, wanted): (Set<String>, [String]) = ([], ["/card/events"])
        while let path = wanted.popLast(), seen.count < 200 {
            guard seen.insert(path).inserted else { continue }
            let text = try await visitor.get(path).text
            let links = text.matches(of: #/(?:href|action)="(\/card\/events[^"]*)"/#).map { String($0.output.1) }
            wanted +=
                links
                + links.flatMap { ["\($0)?do=ask", "\($0)?do=confirm", "\($0)?do=cancel"] }.filter { $0.count < 80 }
        }
        #expect(seen.contains("/card/events/tasting-june?do=ask"))
        #expect(try await visitor.brand.service.gathering("tasting-june") == before)
        #expect(try await visitor.brand.service.gathering("tasting-june", for: ana).place == nil)
    }
}
