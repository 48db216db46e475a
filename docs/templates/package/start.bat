@echo off
rem Opens the editor. The first time, it installs what the editor needs into the user's cache folder.
rem start.sh takes the same steps. BROCHURE_PYTHON names a Python to use in place of one that uv installs.
rem Only ASCII here: the sentences are files, printed after chcp. A path is always within quotes.
setlocal EnableExtensions DisableDelayedExpansion

set "generator=%~dp0generator\@VERSION@"
set "uv=%generator%\uv\uv.exe"
set "messages=%generator%\docs\templates\package\messages"

if not exist "%generator%\hooks\__main__.py" goto packed
chcp 65001 >nul

set "cache=%LOCALAPPDATA%\brochure"
set "environment=%cache%\@ENVIRONMENT@"
set "python=%environment%\Scripts\python.exe"
if not defined UV_CACHE_DIR set "UV_CACHE_DIR=%cache%\uv"
if not defined UV_PYTHON_INSTALL_DIR set "UV_PYTHON_INSTALL_DIR=%cache%\python"
set "UV_NO_CONFIG=1"
set "UV_SYSTEM_CERTS=1"
set "PYTHONHOME="
set "PYTHONPATH="

if not exist "%cache%\" mkdir "%cache%" 2>nul
echo ok>"%cache%\written"
if not exist "%cache%\written" goto folder

if exist "%environment%\complete" goto open
if not exist "%environment%.making" goto install
type "%messages%\making.txt"
pause
if exist "%environment%\complete" goto open

:install
set "message=computer"
"%uv%" --version >nul 2>&1
if %errorlevel% neq 0 goto stop
type "%messages%\first.txt"
set "message=fetch"
set "managed="
if not defined BROCHURE_PYTHON set "managed=--managed-python"
if not defined BROCHURE_PYTHON set "BROCHURE_PYTHON=3.13"
echo ok>"%environment%.making"
"%uv%" venv --quiet --clear %managed% --python "%BROCHURE_PYTHON%" "%environment%"
if %errorlevel% equ 0 "%uv%" pip sync --python "%python%" --require-hashes "%generator%\requirements.txt"
if %errorlevel% equ 0 echo ok>"%environment%\complete"
del "%environment%.making"
if not exist "%environment%\complete" goto stop

:open
type "%messages%\open.txt"
set "BROCHURE_CACHE=%cache%"
set "PYTHONPYCACHEPREFIX=%environment%\pycache"
set "message=ended"
"%python%" "%generator%\hooks" edit %*
if %errorlevel% neq 0 goto stop
exit /b 0

:stop
type "%messages%\%message%.txt"
pause
exit /b 1

:folder
type "%messages%\folder.txt"
echo "%cache%"
pause
exit /b 1

:packed
echo Pura ensin koko ZIP-paketti ja avaa Aloita sitten puretussa kansiossa.
echo Unpack the whole ZIP file first, and then open Aloita in the unpacked folder.
pause
exit /b 1
