"""Our own line icons on an 18 × 18 grid, drawn with the current text colour."""

ICONS = {
    "desk": '<path d="M2.5 3.5h13v8h-13zM9 11.5v3M6 14.5h6"/>',
    "calendar": '<path d="M3 4.5h12v11H3zM3 7.5h12M6 2.5v3M12 2.5v3"/>',
    "rounds": '<path d="M3 4.5h12M3 9h8M3 13.5h5"/>',
    "growth": '<path d="M2.5 13.5 7 8.5l3 3 5.5-7M2.5 15.5h13"/>',
    "land": '<path d="m2.5 4.5 4.3-1.7 4.4 1.7 4.3-1.7v10.7l-4.3 1.7-4.4-1.7-4.3 1.7zM6.8 2.8v10.7M11.2 4.5v10.7"/>',
    "projects": '<path d="M2.5 2.5h13v4h-13zM2.5 9h8v3h-8zM2.5 12v3.5h5"/>',
    "programmes": '<circle cx="8" cy="8" r="5"/><path d="m12 12 3.5 3.5M8 5.8v4.4M5.8 8h4.4"/>',
    "awards": '<path d="M4 2.5h6.5L14 6v9.5H4zM10.5 2.5V6H14M6.5 9h5M6.5 12h5"/>',
    "advice": '<path d="M2.5 3.5h13v9h-7l-3.5 3v-3H2.5z"/>',
    "investors": '<path d="M3 15.5v-8L9 3l6 4.5v8M6.5 15.5v-5h5v5M2 15.5h14"/>',
    "relocation": '<circle cx="7" cy="6" r="3"/><path d="M2 15.5c0-3 2-5 5-5s5 2 5 5M14 5v5M11.5 7.5h5"/>',
    "posts": '<path d="M3 15.5v-6M7 15.5v-12M11 15.5V7M15 15.5v-4M2 15.5h14"/>',
    "report": '<path d="M4 2.5h6.5L14 6v9.5H4zM10.5 2.5V6H14M6.5 12.5l2-2.5 1.5 1.5 2-2.5"/>',
    "people": '<circle cx="7" cy="6" r="3"/><path d="M2 15.5c0-3 2-5 5-5s5'
    ' 2 5 5M11.5 3.4a3 3 0 0 1 0 5.2M13 10.9c1.9.7 3 2.4 3 4.6"/>',
    "places": '<path d="M9 15.8c3.3-3.6 5-6.2 5-8.5A5 5 0 0 0 4 7.3c0'
    ' 2.3 1.7 4.9 5 8.5z"/><circle cx="9" cy="7.3" r="1.8"/>',
    "inbox": '<path d="M2.5 10.5 5 3.5h8l2.5 7v4.5h-13zM2.5 10.5H6l1 2h4l1-2h3.5"/>',
    "search": '<circle cx="8" cy="8" r="5"/><path d="m12 12 3.5 3.5"/>',
    "mail": '<path d="M2.5 4h13v10h-13zM2.5 4.5 9 9.5l6.5-5"/>',
    "history": '<path d="M3 9a6 6 0 1 0 2-4.5L3 6.2M3 2.8v3.4h3.4M9 5.8V9l2.3 1.6"/>',
    "runs": '<path d="M14.5 7A6 6 0 0 0 4 5.2L2.8 6.5M3.5 11A6 6 0 '
    '0 0 14 12.8l1.2-1.3M2.8 3v3.5h3.5M15.2 15v-3.5h-3.5"/>',
    "settings": '<path d="M3 5h6M13 5h2M3 13h2M9 13h6"/><circle cx="11" cy="5" r="2"/><circle cx="7" cy="13" r="2"/>',
    "check": '<path d="m3.5 9.5 3.7 3.7 7.3-8"/>',
    "close": '<path d="m4 4 10 10M14 4 4 14"/>',
    "info": '<circle cx="9" cy="9" r="6.5"/><path d="M9 8.3v4M9 5.6v.2"/>',
    "warning": '<path d="M9 2.8 16 15H2zM9 7.3v3.5M9 12.8v.2"/>',
    "download": '<path d="M9 2.5v8.5M5.5 7.8 9 11.2l3.5-3.4M3 14.8h12"/>',
    "print": '<path d="M5 6.5v-4h8v4M5 12.5H2.5v-6h13v6H13M5 10.5h8v5H5z"/>',
    "plus": '<path d="M9 3v12M3 9h12"/>',
    "arrow": '<path d="M3 9h12M10.5 4.5 15 9l-4.5 4.5"/>',
    "down": '<path d="m4.5 7 4.5 4.5L13.5 7"/>',
    "menu": '<path d="M2.5 4.5h13M2.5 9h13M2.5 13.5h13"/>',
    "light": '<circle cx="9" cy="9" r="3.2"/><path d="M9 1.8v1.6M9 14.6v1.6M1.8 9h1'
    '.6M14.6 9h1.6M3.9 3.9 5 5M13 13l1.1 1.1M3.9 14.1 5 13M13 5l1.1-1.1"/>',
    "dark": '<path d="M14.8 10.8A6.3 6.3 0 0 1 7.2 3.2a6.3 6.3 0 1 0 7.6 7.6z"/>',
}
