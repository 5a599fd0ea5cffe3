import SetiaCore
import SetiaWire
import Testing

@Suite("Reading when members are answered")
struct ServiceTests {
    private func programme(_ service: String) -> (programme: Programme?, problems: [ProgrammeProblem]) {
        parseProgramme(
            """
            programme: kopi
            engine: 1
            languages: [en]
            timeZone: UTC
            currencies: {MYR: {decimals: 2}}
            wallets:
              points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
            tiers:
              status:
                metric: net spend
                window: calendar year
                levels: {silver: {from: 0 MYR, name: Silver}, gold: {from: 1000 MYR, name: Gold}}
            \(service)
            """
        )
    }

    @Test("N-10: hours, holidays, promises, levels and teams are read")
    func reads() throws {
        let (programme, problems) = programme(
            """
            service:
              hours: {weekdays: [09:00-13:00, 14:00-18:00], saturday: [10:00-24:00], friday: []}
              holidays: [2026-08-31]
              specialDays: {2026-12-24: [09:00-12:00]}
              promise: {first: 2 hours, next: 45 minutes}
              levels: {gold: {first: 30 minutes}}
              teams: [care, shop]
            """
        )
        #expect(problems == [])
        let service = try #require(programme?.service)
        func stretch(_ start: Int, _ end: Int) -> ServicePromise.Stretch? {
            ServicePromise.Stretch(start: start * 60, end: end * 60)
        }
        let day = [stretch(9, 13), stretch(14, 18)].compactMap { $0 }
        let saturday = [stretch(10, 24)].compactMap { $0 }
        #expect(service.days == [day, day, day, day, [], saturday, []])
        #expect(service.specialDays.map(\.day.iso) == ["2026-08-31", "2026-12-24"])
        #expect(service.specialDays.map(\.stretches.count) == [0, 1])
        #expect(service.teams == ["care", "shop"])
        #expect(service.target(on: []) == ServicePromise.Target(first: 120, next: 45))
        #expect(service.target(on: ["gold"]) == ServicePromise.Target(first: 30, next: 45))
    }

    @Test("N-18, N-19: promises of closings and of products are read; of several the shortest of each part counts")
    func closingsAndProducts() throws {
        let (programme, problems) = programme(
            """
            service:
              promise: {first: 2 hours, resolved: 16 hours}
              levels: {gold: {resolved: 8 hours}}
              products: {machines: {first: 30 minutes}, grinder-2: {first: 10 minutes, resolved: 12 hours}}
            """
        )
        #expect(problems == [])
        let service = try #require(programme?.service)
        #expect(service.target(on: []) == ServicePromise.Target(first: 120, next: 120, resolved: 960))
        #expect(
            service.target(on: ["gold"], bought: ["machines"])
                == ServicePromise.Target(first: 30, next: 30, resolved: 480)
        )
        #expect(
            service.target(on: [], bought: ["grinder-2", "machines", "cup"])
                == ServicePromise.Target(first: 10, next: 10, resolved: 720)
        )
    }

    @Test("N-10: without hours somebody is there always, and an answer after the first has the first's promise")
    func defaults() throws {
        let service = try #require(programme("service: {promise: {first: 1 hour}}").programme?.service)
        #expect(service.days == [[ServicePromise.Stretch]](repeating: [.day], count: 7))
        #expect(service.target(on: []) == ServicePromise.Target(first: 60, next: 60))
    }

    @Test(
        "N-10: what is wrong is named where it stands",
        arguments: [
            ("service: {hours: {weekdays: [9:00-18:00]}}", "service.hours.weekdays[0]"),
            ("service: {hours: {weekdays: [18:00-09:00]}}", "service.hours.weekdays[0]"),
            ("service: {hours: {weekdays: [09:00-24:30]}}", "service.hours.weekdays[0]"),
            ("service: {hours: {weekdays: 09:00-18:00}}", "service.hours.weekdays"),
            ("service: {hours: {funday: []}}", "service.hours.funday"),
            ("service: {holidays: [31 Aug]}", "service.holidays[0]"),
            ("service: {specialDays: {soon: []}}", "service.specialDays.soon"),
            ("service: {promise: {first: soon}}", "service.promise.first"),
            ("service: {promise: {first: 0 minutes}}", "service.promise.first"),
            ("service: {promise: {next: 721 hours}}", "service.promise.next"),
            ("service: {levels: {diamond: {first: 1 hour}}}", "service.levels.diamond"),
            ("service: {promise: {resolved: soon}}", "service.promise.resolved"),
            ("service: {products: {cup: {first: 0 hours}}}", "service.products.cup.first"),
            ("service: {teams: [care, care]}", "service.teams[1]"),
            ("service: {hours: {weekdays: []}, promise: {first: 1 hour}}", "service"),
        ]
    )
    func wrong(text: String, path: String) {
        let (programme, problems) = programme(text)
        #expect(programme == nil && problems.map(\.path) == [path], "\(problems)")
    }

    @Test("N-10: what is promised decides no points, and a change of it is told as one")
    func changed() throws {
        let old = try #require(programme("").programme)
        let new = try #require(programme("service: {promise: {first: 1 hour}}").programme)
        #expect(
            changes(from: old, to: new) == [ProgrammeChange(subject: .programme, aspect: .service, kind: .changed)]
        )
    }
}
