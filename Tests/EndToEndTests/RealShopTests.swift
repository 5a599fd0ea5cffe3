import Foundation
import JSONText
import SetiaTesting
import Testing

@Suite("Two real shops, imported and reported", .serialized)
struct RealShopTests {
    @Test("the CDNOW sample gives the published numbers", .disabled(if: RealShops.isAbsent("cdnow/sample.csv")))
    func sample() async throws {
        let report = try await imported("cdnow/sample.csv", RealShops.cdnow, RealShops.cdnowColumns, "cdnow-sample")
            .report
        #expect(report["customers"]?.int64 == 2_357)
        #expect(report["orders"]?.int64 == 6_919)
        #expect(report["revenue"]?.array?.first?["amount"]?.int64 == 24_409_194)
        #expect(report["repeat"]?["byDays"]?["count"]?.int64 == 1_139)
        #expect(report["repeat"]?["byDays"]?["rate"] == .decimal("0.483241"))
        let within = ["30", "60", "90", "180", "365"].map { report["repeat"]?["withinDays"]?[$0]?["count"]?.int64 }
        #expect(within == [410, 601, 687, 887, 1_074])
        let cohorts = (report["cohorts"]?.array ?? []).prefix(3).map { ($0["active"]?.array ?? []).compactMap(\.int64) }
        #expect(
            cohorts == [
                [781, 124, 95, 70, 65, 77, 65, 53, 52, 45, 62, 59, 45, 47, 63, 37, 37, 33],
                [857, 134, 110, 75, 77, 75, 61, 61, 74, 70, 59, 57, 59, 70, 56, 59, 60],
                [719, 87, 84, 78, 63, 64, 55, 57, 73, 65, 47, 51, 78, 32, 38, 45],
            ]
        )
    }

    @Test(
        "all of CDNOW comes in, purchases of nothing too, and everything verifies",
        .disabled(if: RealShops.isAbsent("cdnow/purchases.csv"))
    )
    func cdnow() async throws {
        let (scene, report) = try await imported(
            "cdnow/purchases.csv",
            RealShops.cdnow,
            RealShops.cdnowColumns,
            "cdnow"
        )
        #expect(report["customers"]?.int64 == 23_570)
        #expect(report["orders"]?.int64 == 69_659)
        #expect(report["revenue"]?.array?.first?["amount"]?.int64 == 250_031_563)
        #expect(report["repeat"]?["byDays"]?["count"]?.int64 == 11_516)
        #expect(report["repeat"]?["byOrders"]?["count"]?.int64 == 11_662)
        let months = report["months"]?.array ?? []
        #expect(months.prefix(4).map { $0["active"]?.int64 } == [7_846, 9_633, 9_524, 2_822])
        #expect(months.prefix(4).map { $0["retention"]?["count"]?.int64 } == [0, 1_157, 1_681, 1_773])
        #expect(months.prefix(4).map { $0["retention"]?["n"]?.int64 } == [0, 7_846, 9_633, 9_524])
        // Nobody spent a point in eighteen months, and that was long ago: all that was issued has lapsed.
        let points = report["points"]?["points"]
        #expect(points?["issued"]?.int64 == points?["expired"]?.int64)
        #expect((points?["issued"]?.int64 ?? 0) > 2_000_000)
        let verification = try await scene.setia("verify", "--json")
        #expect(verification.status == 0, "\(verification.output.prefix(2_000))")
    }

    @Test(
        "a year of a grocer's baskets comes in whole: 155,848 of 2,469 households",
        .disabled(if: RealShops.isAbsent("completejourney/baskets.csv"))
    )
    func completeJourney() async throws {
        let scene = try Scene()
        try await scene.publish(RealShops.grocer)
        let stores = try await scene.setia(
            "import",
            "stores",
            try #require(RealShops.file("completejourney/stores.csv"))
        )
        #expect(stores.status == 0, "\(stores.errors)")
        let report = try await imported(
            "completejourney/baskets.csv",
            RealShops.grocer,
            RealShops.basketColumns,
            "dunnhumby",
            into: scene
        ).report
        #expect(report["customers"]?.int64 == 2_469)
        #expect(report["orders"]?.int64 == 155_848)
        #expect(report["revenue"]?.array?.first?["amount"]?.int64 == 459_603_958)
        #expect(report["repeat"]?["byDays"]?["count"]?.int64 == 2_435)
        let months = report["months"]?.array ?? []
        #expect(months.prefix(3).map { $0["active"]?.int64 } == [1_982, 1_946, 2_025])
        #expect(months.prefix(3).map { $0["retention"]?["count"]?.int64 } == [0, 1_761, 1_779])
    }

    @Test("an import that is killed goes on where it was, and takes nothing twice")
    func killedImport() async throws {
        let rows = 40_000
        var table = "orderId,card,time,sku,amount\n"
        for row in 0..<rows {
            table += "o\(row),card-\(row % 500),2026-01-\(10 + row * 20 / rows)T05:00:00Z,latte,\(5 + row % 40).50\n"
        }
        let scene = try Scene()
        try await scene.publish()
        let file = try scene.write(table, as: "orders.csv")
        let process = try ChildProcess(
            Program.path,
            [
                "import", "events", file, "--set", "currency=MYR,source=pos", "--batch", "500", "--database",
                scene.database,
            ],
            output: .nothing,
            errors: .nothing
        )
        // It is killed once the first pieces are on disk: the log of the database has grown past the empty tables.
        let log = scene.database + "-wal"
        try await wait(until: "some of the import") {
            let size = try? FileManager.default.attributesOfItem(atPath: log)[.size] as? Int64
            return !process.isRunning || size ?? 0 > 4_000_000
        }
        process.send(SIGKILL)
        await process.end()
        let before = try await scene.setia("report", "--json").json["orders"]?.int64 ?? 0
        #expect(before < Int64(rows))
        let again = try await scene.setia(
            "import",
            "events",
            file,
            "--set",
            "currency=MYR,source=pos",
            "--batch",
            "500"
        )
        #expect(again.status == 0, "\(again.errors)")
        let after = try await scene.setia("report", "--json").json
        #expect(after["orders"]?.int64 == Int64(rows))
        #expect(after["customers"]?.int64 == 500)
        #expect(try await scene.setia("verify").status == 0)
    }

    @Test("a bad row is reported with its line and reason, and the rest comes in")
    func badRows() async throws {
        let scene = try Scene()
        try await scene.publish()
        let file = try scene.write(
            """
            orderId,card,time,sku,amount
            A,KS-1,2026-01-10T05:00:00Z,latte,59.00
            B,KS-1,2026-01-11T05:00:00Z,latte,-1.00
            C,KS-1,yesterday,latte,59.00
            D,KS-1,2026-01-13T05:00:00Z,latte,59.005
            E,KS-2,2026-01-14T05:00:00Z,latte,1.00

            """,
            as: "orders.csv"
        )
        let run = try await scene.setia("import", "events", file, "--set", "currency=MYR,source=pos", "--json")
        let report = try await scene.setia("report", "--json").json
        #expect(report["orders"]?.int64 == 2)
        let refused = try String(contentsOfFile: file + ".refused.csv", encoding: .utf8)
        let lines = refused.split(whereSeparator: \.isNewline).dropFirst().map { String($0) }
        #expect(lines.count == 3)
        #expect(lines.map { $0.prefix(1) } == ["3", "4", "5"], "\(refused) \(run.errors)")
    }

    /// A shop's history in a brand of its own.
    private func imported(
        _ name: String,
        _ programme: String,
        _ columns: String,
        _ source: String,
        into existing: Scene? = nil
    ) async throws -> (scene: Scene, report: JSON) {
        let file = try #require(RealShops.file(name))
        let scene = try existing ?? Scene()
        if existing == nil { try await scene.publish(programme) }
        let link = scene.folder.appending(path: "history.csv").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        let run = try await scene.setia(
            "import",
            "events",
            link,
            "--history",
            "--columns",
            columns,
            "--set",
            "currency=USD,source=\(source)"
        )
        guard run.status == 0 else { throw Scene.Failed(what: "import \(name)", run: run) }
        let report = try await scene.setia("report", "--json")
        guard report.status == 0 else { throw Scene.Failed(what: "report", run: report) }
        return (scene, try report.json)
    }
}
