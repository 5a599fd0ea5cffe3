internal import Hummingbird

extension API {
    /// The API's own description, for programs and for people.
    var documentEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/openapi.yaml", needs: nil) { _, _ in
                response(PackageResources.openapi_yaml, type: "application/yaml")
            }
        ]
    }
}
