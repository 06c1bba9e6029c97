// Starts FerretDB 1.24, which speaks MongoDB's wire protocol on SQLite or PostgreSQL.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os/signal"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	address := flag.String("listen", "127.0.0.1:27017", "address to listen on")
	handler := flag.String("handler", "sqlite", "sqlite or postgresql")
	sqliteURL := flag.String("sqlite-url", "", "such as file:/var/lib/ferretdb/")
	postgresURL := flag.String("postgresql-url", "", "such as postgres://user@127.0.0.1/ferretdb")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:      ferretdb.ListenerConfig{TCP: *address},
		Handler:       *handler,
		SQLiteURL:     *sqliteURL,
		PostgreSQLURL: *postgresURL,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(server.MongoDBURI())
	if err = server.Run(ctx); err != nil {
		log.Fatal(err)
	}
}
