# Two commands matter: make run, make test. Both install what they need first.

# Python 3.11 and 3.12 need nothing of the system; a newer one takes Redis from there.
PYTHON ?= $(shell for p in python3.12 python3.11 python3; do \
	$$p -c 'print()' >/dev/null 2>&1 && echo $$p && break; done || echo python3)

.PHONY: run test lock clean screenshots

run: ## everything, at http://localhost:8000 (make run PORT=9000)
	@$(PYTHON) deploy/install.py requirements.txt
	@exec .venv/bin/python manage.py run

test: ## every check, as CI runs them
	@$(PYTHON) deploy/install.py requirements-dev.txt
	@exec .venv/bin/python manage.py ci

COMPILE = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --no-header \
	--generate-hashes --no-emit-index-url

lock: ## write the lock files after a change to requirements*.in
	@$(COMPILE) -o requirements.txt requirements.in
	@$(COMPILE) -o requirements-dev.txt -c requirements.txt requirements-dev.in

screenshots: ## draw the pictures of README.md anew
	@.venv/bin/pytest -q tests/browser/screenshots.py

clean: ## forget the demo's data and the virtual environment
	@rm -rf var .venv
