#!/bin/sh
# tools/add-migration.sh NAME: writes migrations/<time>_NAME.cs and keeps the snapshot beside it.
# `dotnet ef` insists on putting the snapshot into the project's own folder, so it is moved.
set -e
cd "$(dirname "$0")/.."
dotnet tool restore >/dev/null
dotnet restore tools/Tasker.Design -v q
dotnet ef migrations add "$1" --project Tasker.Data --startup-project tools/Tasker.Design -o ../migrations --namespace Tasker.Data.Migrations
snapshot=$(find Tasker.Data -name 'TaskerDbContextModelSnapshot.cs' -not -path '*/obj/*')
if [ -n "$snapshot" ]; then
  mv -f "$snapshot" migrations/
  rmdir -p --ignore-fail-on-non-empty "$(dirname "$snapshot")" 2>/dev/null || true
fi
