import SetiaCore
import SetiaService

/// What the console's pages ask the service for, timed without HTTP: where the time goes.
struct Asking {
    private let service: SetiaService

    init(_ service: SetiaService) {
        self.service = service
    }

    func run() async throws {
        let stores = [try StoreID("store-7")]
        let queries: [(String, MemberQuery)] = [
            ("list", MemberQuery()), ("list, country", MemberQuery(country: "TH")),
            ("list, level gold", MemberQuery(tier: "gold")), ("list, closed (nobody)", MemberQuery(status: .closed)),
            ("list, one store", MemberQuery(stores: stores)), ("search siti", MemberQuery(text: "siti")),
            ("search muh (very many)", MemberQuery(text: "muh")), ("search สม", MemberQuery(text: "สม")),
            ("search two words", MemberQuery(text: "siti kumar")), ("search a rare word", MemberQuery(text: "kamito")),
            ("search four digits", MemberQuery(text: "6789")), ("search a card", MemberQuery(text: "KS-1000042")),
            ("search an address", MemberQuery(text: "member42@example.com")),
            ("search, filtered", MemberQuery(text: "siti", tier: "gold", stores: stores)),
        ]
        for (name, query) in queries {
            var rows = 0
            var times: [Double] = []
            for _ in 0..<40 {
                times.append(
                    try await seconds { rows = try await service.findMembers(query, limit: 50).rows.count }
                )
            }
            report(name, times, "\(rows) rows")
        }
        var place: MemberCursor?
        var times: [Double] = []
        for _ in 0..<40 {
            times.append(
                try await seconds { place = try await service.findMembers(MemberQuery(), after: place, limit: 50).next }
            )
        }
        report("list, page after page", times, "")
        _ = try await service.figures()
        var figures: [Double] = []
        for _ in 0..<40 { figures.append(try await seconds { _ = try await service.figures() }) }
        report("figures, from memory", figures, "")
        let making = try await seconds { _ = try await service.refreshFigures() }
        print("figures made: \(Int(making * 1_000)) ms, if it was time")
    }

    private func report(_ name: String, _ times: [Double], _ besides: String) {
        let sorted = times.dropFirst(5).sorted()
        func milliseconds(_ share: Double) -> Double {
            (sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] * 100_000).rounded() / 100
        }
        print("\(name): p50 \(milliseconds(0.5)) ms, p95 \(milliseconds(0.95)) ms \(besides)")
    }
}
