// swift-tools-version: 6.2
import PackageDescription

// The rooms of the house, bottom floor first. Arrows point down only; `docs/architecture.md` says what each is for.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

func room(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    exclude: [String] = [],
    resources: [Resource]? = nil
) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let tracing: Target.Dependency = .product(name: "Tracing", package: "swift-distributed-tracing")
let inMemoryTracing: Target.Dependency = .product(name: "InMemoryTracing", package: "swift-distributed-tracing")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")

let package = Package(
    name: "setia",
    products: [
        .executable(name: "setia", targets: ["setia"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // floor 1
        room("JSONText"),
        room("SQLBase"),
        room("Expressions"),
        room("MailText"),
        .target(name: "CEmbedded"),
        room("SetiaDocuments", ["CEmbedded"], exclude: ["openapi.yaml", "docs.css"]),
        room("SetiaPages", ["CEmbedded"], exclude: ["Templates", "Texts", "Look", "Till", "Chat"]),
        .systemLibrary(name: "CSpawn"),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        // floor 2
        room("SetiaCore", ["Expressions"]),
        room("SetiaCare", ["SetiaCore"]),
        room("SetiaInsight", ["SetiaCore"]),
        room("SQLiteDriver", ["SQLBase", grdb, sqlite]),
        room("PostgresDriver", ["SQLBase", "CPostgres"]),
        // floor 3
        room("SetiaService", ["SetiaCore", "SetiaCare", "SetiaInsight", "MailText", "JSONText", tracing]),
        room(
            "SetiaWire",
            ["SetiaCore", "SetiaCare", "JSONText", "Yams"],
            resources: [.embedInCode("Programme/Templates"), .embedInCode("Journeys/Templates")]
        ),
        room(
            "SetiaDemo",
            ["SetiaCore", "SetiaWire", "JSONText"],
            resources: [.embedInCode("Programmes"), .embedInCode("Data")]
        ),
        // floor 4
        room(
            "SetiaStore",
            ["SetiaService", "SetiaCare", "SetiaInsight", "SetiaCore", "SQLBase", "JSONText", tracing],
            resources: [.embedInCode("Migrations")]
        ),
        room("SetiaVault", ["SetiaService", "SetiaCore", "JSONText", "CArgon2", crypto]),
        room("SetiaChannels", ["SetiaService", "SetiaCare", "SetiaCore", "MailText", "JSONText", "CCurl"]),
        room(
            "SetiaAPI",
            [
                "SetiaService", "SetiaWire", "SetiaInsight", "SetiaCare", "SetiaCore", "SetiaDocuments", "JSONText",
                hummingbird, logging, nioCore, httpTypes, tracing,
            ]
        ),
        room(
            "SetiaWeb",
            [
                "SetiaService", "SetiaWire", "SetiaInsight", "SetiaCare", "SetiaCore", "SetiaPages", "JSONText",
                "CQREncode",
                "CZlib",
                hummingbird, mustache, lifecycle, logging, nioCore, httpTypes,
            ]
        ),
        room(
            "SetiaTesting",
            ["SetiaService", "SetiaCare", "SetiaInsight", "SetiaCore", "SetiaWire", "JSONText", "CSpawn"]
        ),
        // floor 5
        room(
            "SetiaServer",
            [
                "SetiaAPI", "SetiaWeb", "SetiaStore", "SetiaVault", "SetiaChannels", "SetiaWire", "SetiaService",
                "SetiaCore", "SQLiteDriver", "PostgresDriver", "SQLBase", "JSONText", hummingbird, logging, lifecycle,
                signals, nioCore, nioPosix,
            ]
        ),
        room(
            "SetiaSimulator",
            ["SetiaTesting", "SetiaStore", "SQLiteDriver", "SetiaService", "SetiaWire", "SetiaCore", "SQLBase"]
        ),
        // floor 6
        room(
            "SetiaCommands",
            [
                "SetiaServer", "SetiaStore", "SetiaWeb", "SetiaDemo", "SetiaWire", "SetiaService", "SetiaInsight",
                "SetiaCare",
                "SetiaCore", "JSONText", arguments, logging,
            ]
        ),
        .executableTarget(name: "setia", dependencies: ["SetiaCommands"], swiftSettings: strict),
        .executableTarget(name: "setia-simulate", dependencies: ["SetiaSimulator"], swiftSettings: strict),
        // tests
        tests("JSONTextTests", ["JSONText"]),
        tests("SQLiteDriverTests", ["SQLBase", "SQLiteDriver"]),
        tests("PostgresDriverTests", ["SQLBase", "PostgresDriver"]),
        tests("ExpressionsTests", ["Expressions"], exclude: ["Golden"]),
        tests("SetiaCoreTests", ["SetiaCore"]),
        tests("MailTextTests", ["MailText"]),
        tests("SetiaCareTests", ["SetiaCare", "SetiaCore"]),
        tests("SetiaInsightTests", ["SetiaInsight", "SetiaCore", "SetiaTesting"]),
        tests("SetiaWireTests", ["SetiaWire", "SetiaCare", "SetiaCore", "JSONText"]),
        tests(
            "SetiaServiceTests",
            ["SetiaService", "SetiaInsight", "SetiaCare", "SetiaCore", "SetiaTesting", "MailText", "JSONText"],
            exclude: ["Explaining/Golden", "Mailing/Golden"]
        ),
        tests(
            "SetiaStoreTests",
            [
                "SetiaStore", "SetiaChannels", "SetiaService", "SetiaInsight", "SetiaCare", "SetiaCore", "SetiaTesting",
                "SQLiteDriver", "PostgresDriver",
                "SQLBase", "JSONText",
            ],
            exclude: ["Distributing/Golden", "Journeys/Golden"]
        ),
        tests(
            "SetiaAPITests",
            [
                "SetiaAPI", "SetiaChannels", "SetiaTesting", "SetiaWire", "SetiaService", "SetiaCore", "JSONText",
                hummingbird,
                hummingbirdTesting, httpTypes, nioCore, logging, tracing, inMemoryTracing,
            ]
        ),
        tests(
            "HouseTests",
            ["SetiaAPI", "SetiaTesting", "SetiaWire", "SetiaService", "SetiaCore", "JSONText", httpTypes]
        ),
        tests("SetiaDemoTests", ["SetiaDemo", "SetiaWire", "SetiaCore", "JSONText"]),
        tests(
            "SetiaWebTests",
            [
                "SetiaWeb", "SetiaChannels", "SetiaTesting", "SetiaWire", "SetiaService", "SetiaInsight", "SetiaCare",
                "SetiaCore",
                "JSONText", hummingbird, hummingbirdTesting, httpTypes, nioCore, logging,
            ],
            exclude: ["Golden"]
        ),
        tests("SetiaVaultTests", ["SetiaVault", "SetiaService", "SetiaCore"]),
        tests(
            "SetiaChannelsTests",
            [
                "SetiaChannels", "SetiaVault", "SetiaService", "SetiaCare", "SetiaCore", "SetiaTesting", "MailText",
                "JSONText",
            ]
        ),
        tests(
            "SetiaCommandsTests",
            [
                "SetiaCommands", "SetiaServer", "SetiaService", "SetiaWire", "SetiaCore", "SetiaTesting", "JSONText",
                arguments,
            ],
            exclude: ["Golden"]
        ),
        tests("SetiaSimulatorTests", ["SetiaSimulator"]),
        tests("EndToEndTests", ["SetiaTesting", "JSONText"]),
        // measured, not shipped
        .executableTarget(
            name: "ExpressionsBenchmark",
            dependencies: ["Expressions"],
            path: "Benchmarks/expressions/Measure",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "DecideBenchmark",
            dependencies: ["SetiaCore"],
            path: "Benchmarks/Decide",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "RecordBenchmark",
            dependencies: ["SetiaServer", "SetiaService", "SetiaWire", "SetiaCore"],
            path: "Benchmarks/Record",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "JourneyBenchmark",
            dependencies: ["SetiaServer", "SetiaService", "SetiaCare", "SetiaWire", "SetiaCore"],
            path: "Benchmarks/Journeys",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "BroadcastBenchmark",
            dependencies: ["SetiaServer", "SetiaService", "SetiaCore", "JSONText"],
            path: "Benchmarks/Broadcasts",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "InsightBenchmark",
            dependencies: ["SetiaInsight", "SetiaCore"],
            path: "Benchmarks/insight/Measure",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "ConsoleFill",
            dependencies: ["SetiaServer", "SetiaService", "SetiaCore", "JSONText"],
            path: "Benchmarks/console/Fill",
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)
