-- Fills the empty divs of a report's page with the blocks of the report, after Quarto has read its own commands: what
-- stands in a block is data. The tokens are described in tokens.py.

local BLOCK, PAGE, CHAPTER = "workbook-block", "data-page", "workbook-chapter"
local HTML, WORD = FORMAT:match("html") ~= nil, FORMAT:match("docx") ~= nil
local WRITER = HTML and "html" or WORD and "docx" or "typst"
-- The share of a line that a picture takes at most: its letters are then as large as a table's.
local WIDEST_ON_PAPER = 0.7
local folder = quarto and quarto.project and quarto.project.directory or "."
local pages = {}

local function tokens_of(page)
  if not pages[page] then
    local path = pandoc.path.join({ folder, "blocks", page .. ".json" })
    local file = assert(io.open(path, "rb"))
    pages[page] = pandoc.json.decode(file:read("a"), false)
    file:close()
  end
  return pages[page]
end

local function attr(id, classes, pairs_of_names)
  return pandoc.Attr(id or "", classes or {}, pairs_of_names or {})
end

local function word(token)
  if token.code then
    return pandoc.Inlines({ pandoc.Code(token.text) })
  end
  local text = pandoc.Inlines(token.text)
  if token.strong then
    text = pandoc.Inlines({ pandoc.Strong(text) })
  end
  if HTML and token.page then
    text = pandoc.Inlines({ pandoc.Link(text, token.page .. ".html") })
  end
  if HTML and token.fact then
    local names = { { "data-fact", token.fact }, { "data-key", token.key }, { "data-value", token.value } }
    text = pandoc.Inlines({ pandoc.Span(text, attr("", { "fact" }, names)) })
  end
  return text
end

local function run(words)
  local inlines = pandoc.Inlines({})
  for _, token in ipairs(words) do
    inlines:extend(word(token))
  end
  return inlines
end

local function plain(text)
  return pandoc.Inlines(text)
end

local function strong(inlines)
  return #inlines > 0 and pandoc.Inlines({ pandoc.Strong(inlines) }) or inlines
end

-- A paragraph in one of the styles of the Word template; on a screen it has the class of the same name.
local function styled(inlines, class, style)
  local names = style and { { "custom-style", style } } or {}
  return pandoc.Div({ pandoc.Para(inlines) }, attr("", { class }, WORD and names or {}))
end

-- A title that stays with what is below it. On paper it is no caption: Quarto numbers some of these and drops others.
local function title(text)
  if WORD then
    return { styled(plain(text), "title", "Image Caption") }
  end
  local raw = function(markup) return pandoc.RawBlock("typst", markup) end
  return { raw("#block(sticky: true, above: 1.2em, below: 0.6em)["), pandoc.Plain(strong(plain(text))), raw("]") }
end

local ALIGN = { start = pandoc.AlignLeft, ["end"] = pandoc.AlignRight, centre = pandoc.AlignCenter }

local function cell(inlines, align, columns, rows)
  return pandoc.Cell({ pandoc.Plain(inlines) }, align or pandoc.AlignDefault, rows or 1, columns or 1)
end

local function table_of(parts)
  local specs = {}
  for index, align in ipairs(parts.aligns) do
    specs[index] = { ALIGN[align], parts.widths[index] }
  end
  local caption = { long = parts.title and { pandoc.Plain(plain(parts.title)) } or {} }
  local body = { attr = attr(), body = parts.rows, head = {}, row_head_columns = parts.headers }
  local head, foot = pandoc.TableHead(parts.head or {}), pandoc.TableFoot({})
  local classes = { parts.class }
  local names = WORD and parts.style and { { "custom-style", parts.style } } or {}
  return pandoc.Table(caption, specs, head, { body }, foot, attr(parts.name, classes, names))
end

local function table_row(token)
  local cells = {}
  for index, words in ipairs(token.cells) do
    local inlines = run(words)
    cells[index] = cell(token.total and strong(inlines) or inlines)
  end
  return pandoc.Row(cells, attr("", token.total and { "total" } or token.apart and { "apart" } or {}))
end

local show = {}

function show.opening(token)
  local blocks = pandoc.Blocks({})
  for _, mark in ipairs(token.marks) do
    blocks:insert(styled(strong(plain(mark)), "mark", "Workbook Mark"))
  end
  for _, line in ipairs(token.lines) do
    blocks:insert(styled(plain(line), "opening", "Workbook Note"))
  end
  return blocks
end

function show.text(token)
  local blocks = pandoc.Blocks({})
  if token.mark ~= "" then
    blocks:insert(styled(strong(plain(token.mark)), "mark", "Workbook Mark"))
  end
  for _, words in ipairs(token.paragraphs) do
    local inlines = run(words)
    local style = token.role == "note" and "Workbook Note" or nil
    blocks:insert(styled(token.role == "lead" and strong(inlines) or inlines, token.role, style))
  end
  if HTML and (token.mark ~= "" or token.role == "absent") then
    return { pandoc.Div(blocks, attr("", { "boxed" }, { { "role", "note" } })) }
  end
  return blocks
end

function show.figures(token)
  if HTML then
    local items = pandoc.Blocks({})
    for _, row in ipairs(token.rows) do
      local parts = { styled(plain(row.label), "label"), styled(run(row.number), "figure") }
      if #row.note > 0 then
        parts[3] = styled(run(row.note), "note")
      end
      items:insert(pandoc.Div(parts, attr("", { "item" })))
    end
    return { pandoc.Div(items, attr("", { "figures" })) }
  end
  local head, rows = {}, {}
  for index, label in ipairs(token.heads) do
    head[index] = cell(plain(label), pandoc.AlignCenter)
  end
  for index, row in ipairs(token.rows) do
    rows[index] = pandoc.Row({ cell(plain(row.label)), cell(strong(run(row.number))), cell(run(row.note)) })
  end
  local shape = { aligns = { "start", "end", "start" }, widths = { 0.35, 0.25, 0.4 }, headers = 1 }
  shape.head, shape.rows, shape.class, shape.style = { pandoc.Row(head) }, rows, "figures", "Table"
  return { table_of(shape) }
end

function show.flags(token)
  local items = {}
  for index, item in ipairs(token.items) do
    local inlines = strong(plain(item.mark)) .. plain(" ") .. run(item.words)
    items[index] = { (WORD and pandoc.Para or pandoc.Plain)(inlines) } -- Word sets the other like a table's cells
  end
  return { pandoc.Div({ pandoc.BulletList(items) }, attr("", { "flags" })) }
end

local function head_of(token)
  local rows = {}
  for number, labels in ipairs(token.head) do
    local cells = {}
    for index, label in ipairs(labels) do
      cells[index] = cell(plain(label.label), pandoc.AlignCenter, label.columns, label.rows)
    end
    rows[number] = pandoc.Row(cells)
  end
  return rows
end

show["table"] = function(token)
  local rows = {}
  for index, row in ipairs(token.rows) do
    rows[index] = table_row(row)
  end
  local shape = { name = token.name, aligns = token.aligns, widths = token.widths }
  shape.title = WRITER ~= "typst" and token.title or nil
  shape.head, shape.rows, shape.headers = head_of(token), rows, token.headers
  shape.class, shape.style = token.long and "long" or "short", "Table"
  local blocks = pandoc.Blocks({ table_of(shape) })
  if WRITER == "typst" then
    local page = token.wide and "#page(flipped: true)[" or "#["
    blocks:insert(1, pandoc.RawBlock("typst", "#set text(size: " .. token.size .. "pt)"))
    blocks = pandoc.Blocks(title(token.title)) .. blocks
    blocks:insert(1, pandoc.RawBlock("typst", page))
    blocks:insert(pandoc.RawBlock("typst", "]"))
  elseif HTML then
    local names = { { "tabindex", "0" }, { "role", "region" }, { "aria-label", token.title } }
    names[4] = { "style", "--columns:" .. #token.aligns }
    blocks = pandoc.Blocks({ pandoc.Div(blocks, attr("", { "scroll" }, names)) })
  end
  for _, note in ipairs(token.notes) do
    blocks:insert(styled(plain(note), "note", "Workbook Note"))
  end
  return blocks
end

function show.picture(token)
  local file = token.file .. (WORD and ".png" or "." .. token.form)
  local width = HTML and token.width or math.min(token.width, WIDEST_ON_PAPER)
  local names = { { "width", string.format("%.1f%%", 100 * width) } }
  if not WORD then
    names[2] = { "alt", token.alt }
  end
  local image = pandoc.Image(plain(token.alt), file, "", attr("", {}, names))
  if not HTML then
    return pandoc.Blocks(title(token.title)) .. { pandoc.Para({ image }) }
  end
  local caption = { long = { pandoc.Plain(plain(token.title)) } }
  return { pandoc.Figure({ pandoc.Plain({ image }) }, caption, attr(token.name, { "chart" })) }
end

function show.annex(token)
  local blocks = pandoc.Blocks({ pandoc.Header(2, run(token.words), attr(token.name)) })
  for _, line in ipairs(token.lines) do
    blocks:insert(styled(run(line), "centred", "Workbook Centred"))
  end
  return blocks
end

function show.signatures(token)
  local rows, aligns, widths = {}, {}, {}
  for number, texts in ipairs(token.rows) do
    local cells = {}
    for index, text in ipairs(texts) do
      cells[index], aligns[index], widths[index] = cell(plain(text)), "centre", 1 / #texts
    end
    rows[number] = pandoc.Row(cells)
  end
  local shape = { aligns = aligns, widths = widths, rows = rows, headers = 0, class = "signatures" }
  shape.style = "Workbook Signatures"
  return { table_of(shape) }
end

function show.links(token)
  local items = {}
  for index, item in ipairs(token.items) do
    items[index] = { pandoc.Plain(word(item)) }
  end
  return { pandoc.BulletList(items) }
end

function show.code(token)
  return { pandoc.CodeBlock(token.text) }
end

local function is_for_this_format(token)
  return not token.only or pandoc.List(token.only):includes(WRITER)
end

local function fill(div)
  if not div.classes:includes(BLOCK) then
    return nil
  end
  local page = div.attributes[PAGE] or div.attributes["page"]
  local blocks = pandoc.Blocks({})
  for _, token in ipairs(assert(tokens_of(page)[div.identifier], "no tokens for " .. div.identifier)) do
    if is_for_this_format(token) then
      blocks:extend(show[token.kind](token))
    end
  end
  -- On paper a div is a container, which cannot hold a page of its own.
  return HTML and pandoc.Div(blocks, attr(div.identifier, { BLOCK })) or blocks
end

-- On paper every report of a book begins a page; in Word the style of its heading says so.
local function chapter(header)
  if WRITER == "typst" and header.classes:includes(CHAPTER) then
    return { pandoc.RawBlock("typst", "#pagebreak(weak: true)"), header }
  end
end

return { { Div = fill, Header = chapter } }
